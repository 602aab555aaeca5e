#include "catalog/schema/model.h"

#include <algorithm>

namespace schema {

namespace {

const char* suffixOf(ConstraintKind kind)
{
    switch (kind) {
    case ConstraintKind::check:
        return "check";
    case ConstraintKind::unique:
        return "key";
    case ConstraintKind::primaryKey:
        return "pkey";
    case ConstraintKind::foreignKey:
        return "fkey";
    case ConstraintKind::exclusion:
        return "excl";
    default:
        return "not_null";
    }
}

/// Types, enumerations and domains share one name space.
ObjectKind nameSpaceOf(ObjectKind kind)
{
    return kind == ObjectKind::enumType || kind == ObjectKind::domain ? ObjectKind::type : kind;
}

}  // namespace

/// One application of an action to a model.
class ModelChange {
public:
    ModelChange(Model& model, const Action& action) : m_model(model), m_action(action) {}

    void carryOut()
    {
        switch (m_action.kind) {
        case ActionKind::createTable:
        case ActionKind::createTableAs:
            createTable();
            break;
        case ActionKind::createObject:
            createObject();
            break;
        case ActionKind::dropObject:
            dropObject();
            break;
        case ActionKind::renameObject:
        case ActionKind::moveObject:
            renameObject();
            break;
        case ActionKind::createIndex:
            createIndex();
            break;
        case ActionKind::createTrigger:
            makeObject(ObjectKind::trigger, m_action.name, m_action.part).calls =
                m_action.names.empty() ? std::string() : m_action.names.front();
            break;
        case ActionKind::setVariable:
            if (m_action.part == "search_path") {
                m_model.searchPath =
                    m_action.names.empty() || m_action.names.front().empty() ? "public" : m_action.names.front();
            }
            break;
        case ActionKind::domainAddConstraint:
        case ActionKind::domainSetNotNull:
            makeObject(ObjectKind::domain, m_action.name).checked = true;
            break;
        default:
            changeTable();
            break;
        }
    }

private:
    Identity next() { return ++m_model.last; }

    TableState& tableState(const ObjectName& name) { return m_model.tables[m_model.full(name)]; }

    ColumnState& columnState(const std::string& name)
    {
        TableState& table = tableState(m_action.name);
        ColumnState& column = table.columns[name];
        if (column.id == 0) {
            column.id = next();
            table.order.push_back(name);
        }
        return column;
    }

    void addColumn(TableState& table, const ColumnText& text)
    {
        if (m_action.ifNotExists && table.columns.count(text.name) != 0) {
            return;
        }
        ColumnState& column = table.columns[text.name];
        std::erase(table.order, text.name);
        table.order.push_back(text.name);
        column = {next(),
                  text.type,
                  text.notNull || text.primaryKey,
                  text.serial || text.identity || text.generated ||
                      (text.defaultKind != DefaultKind::none && text.defaultKind != DefaultKind::null),
                  text.generated,
                  m_model.unit};
        if (text.primaryKey) {
            addConstraint(table, {ConstraintKind::primaryKey, {}, {text.name}, {}, {}, false, {}});
        }
        if (text.unique) {
            addConstraint(table, {ConstraintKind::unique, {}, {text.name}, {}, {}, false, {}});
        }
        if (text.check) {
            addConstraint(table, {ConstraintKind::check, {}, {text.name}, {}, {}, false, {}});
        }
        if (!text.references.name.empty()) {
            addConstraint(table, {ConstraintKind::foreignKey, {}, {text.name}, text.references, {}, false, {}});
        }
    }

    void addConstraint(TableState& table, const ConstraintText& text)
    {
        ConstraintState state{next(),
                              text.kind,
                              text.columns,
                              text.references.name.empty() ? std::string() : m_model.full(text.references),
                              text.notNullColumn,
                              !text.notValid,
                              m_model.unit};
        if (const auto index = m_model.indexes.find(m_model.full({m_action.name.schema, text.usingIndex}));
            !text.usingIndex.empty() && index != m_model.indexes.end()) {
            state.columns = index->second.columns;
        }
        std::string name = text.name;
        if (name.empty()) {
            name = text.kind == ConstraintKind::primaryKey
                       ? defaultName(m_action.name.name, {}, "pkey")
                       : defaultName(m_action.name.name, text.columns, suffixOf(text.kind));
        }
        if (text.kind == ConstraintKind::primaryKey) {
            for (const std::string& column : state.columns) {
                table.columns[column].notNull = true;
            }
        }
        table.constraints[name] = std::move(state);
    }

    void createTable()
    {
        const std::string name = m_model.full(m_action.name);
        if (m_action.ifNotExists && m_model.tables.count(name) != 0) {
            return;
        }
        TableState table;
        table.id = next();
        table.kind = m_action.object == ObjectKind::materializedView ? ObjectKind::materializedView : ObjectKind::table;
        table.temporary = m_action.temporary;
        table.born = m_model.unit;
        table.complete =
            m_action.kind == ActionKind::createTable && m_action.names.empty() && m_action.other.name.empty();
        for (const ColumnText& column : m_action.columns) {
            addColumn(table, column);
        }
        for (const ConstraintText& constraint : m_action.constraints) {
            addConstraint(table, constraint);
        }
        if (m_action.kind == ActionKind::createTableAs) {
            table.order = m_action.names;
        }
        m_model.tables[name] = std::move(table);
    }

    ObjectState& makeObject(ObjectKind kind, const ObjectName& name, const std::string& part = {})
    {
        ObjectState& state = m_model.objects[m_model.objectKey(kind, name, part)];
        if (state.id == 0) {
            state.id = next();
            state.born = m_model.unit;
        }
        state.kind = kind;
        return state;
    }

    void createObject()
    {
        if (m_action.object == ObjectKind::view || m_action.object == ObjectKind::foreignTable) {
            const std::string name = m_model.full(m_action.name);
            TableState& table = m_model.tables[name];
            if (table.id == 0 || !m_action.orReplace) {
                table.id = next();
                table.born = m_model.unit;
            }
            table.kind = m_action.object;
            table.order = m_action.names;
            return;
        }
        ObjectState& state = makeObject(m_action.object, m_action.name, m_action.part);
        state.body = m_action.body;
    }

    void dropObject()
    {
        const std::string name = m_model.full(m_action.name);
        switch (m_action.object) {
        case ObjectKind::table:
        case ObjectKind::view:
        case ObjectKind::materializedView:
        case ObjectKind::foreignTable:
            m_model.tables.erase(name);
            std::erase_if(m_model.indexes, [&](const auto& one) { return one.second.table == name; });
            std::erase_if(m_model.objects, [&](const auto& one) {
                return one.second.kind == ObjectKind::trigger && one.first.starts_with("trigger " + name + ' ');
            });
            break;
        case ObjectKind::index:
            m_model.indexes.erase(name);
            break;
        case ObjectKind::schema:
            if (m_action.cascade) {
                std::erase_if(m_model.tables,
                              [&](const auto& one) { return one.first.starts_with(m_action.name.name + '.'); });
            }
            [[fallthrough]];
        default:
            m_model.objects.erase(m_model.objectKey(m_action.object, m_action.name, m_action.part));
            break;
        }
    }

    template <typename State>
    static void moveEntry(std::map<std::string, State>& map, const std::string& from, const std::string& to)
    {
        auto node = map.extract(from);
        if (!node.empty()) {
            map.erase(to);
            node.key() = to;
            map.insert(std::move(node));
        }
    }

    void renameObject()
    {
        const std::string from = m_model.full(m_action.name);
        ObjectName target = m_action.other;
        if (target.schema.empty()) {
            target.schema = m_action.name.schema;
        }
        const std::string to = m_model.full(target);
        if (m_action.object == ObjectKind::index) {
            moveEntry(m_model.indexes, from, to);
        } else if (m_action.object == ObjectKind::table || m_action.object == ObjectKind::view ||
                   m_action.object == ObjectKind::materializedView || m_action.object == ObjectKind::foreignTable) {
            if (m_model.tables.count(from) == 0) {
                m_model.tables[from].id = next();
            }
            moveEntry(m_model.tables, from, to);
            for (auto& [name, index] : m_model.indexes) {
                index.table = index.table == from ? to : index.table;
            }
        } else {
            moveEntry(m_model.objects, m_model.objectKey(m_action.object, m_action.name),
                      m_model.objectKey(m_action.object, target));
        }
    }

    void createIndex()
    {
        const ObjectName name{m_action.other.schema, m_action.name.name.empty()
                                                         ? defaultName(m_action.other.name, m_action.names, "idx")
                                                         : m_action.name.name};
        const std::string full = m_model.full(name);
        if (m_action.ifNotExists && m_model.indexes.count(full) != 0) {
            return;
        }
        m_model.indexes[full] = {
            next(), m_model.full(m_action.other), m_action.names, m_action.unique, m_action.partial, m_model.unit};
    }

    void changeTable()
    {
        const std::string& part = m_action.part;
        switch (m_action.kind) {
        case ActionKind::addColumn:
            addColumn(tableState(m_action.name), m_action.column);
            break;
        case ActionKind::dropColumn: {
            TableState& table = tableState(m_action.name);
            table.columns.erase(part);
            std::erase(table.order, part);
            std::erase_if(table.constraints, [&](const auto& one) {
                return std::find(one.second.columns.begin(), one.second.columns.end(), part) !=
                       one.second.columns.end();
            });
            break;
        }
        case ActionKind::renameColumn: {
            columnState(part);
            TableState& table = tableState(m_action.name);
            moveEntry(table.columns, part, m_action.other.name);
            std::replace(table.order.begin(), table.order.end(), part, m_action.other.name);
            break;
        }
        case ActionKind::alterType:
            columnState(part).type = m_action.column.type;
            break;
        case ActionKind::setNotNull:
            columnState(part).notNull = true;
            break;
        case ActionKind::dropNotNull:
            columnState(part).notNull = false;
            break;
        case ActionKind::setDefault:
            columnState(part).hasDefault = m_action.column.defaultKind != DefaultKind::null;
            break;
        case ActionKind::dropDefault:
        case ActionKind::dropIdentity:
            columnState(part).hasDefault = false;
            break;
        case ActionKind::addIdentity:
            columnState(part).hasDefault = true;
            break;
        case ActionKind::addConstraint:
            addConstraint(tableState(m_action.name), m_action.constraint);
            break;
        case ActionKind::validateConstraint:
            if (const auto found = tableState(m_action.name).constraints.find(part);
                found != tableState(m_action.name).constraints.end()) {
                found->second.valid = true;
            }
            break;
        case ActionKind::dropConstraint:
            tableState(m_action.name).constraints.erase(part);
            break;
        case ActionKind::renameConstraint:
            moveEntry(tableState(m_action.name).constraints, part, m_action.other.name);
            break;
        default:
            break;
        }
    }

    Model& m_model;
    const Action& m_action;
};

std::string Model::full(const ObjectName& name) const
{
    return (name.schema.empty() ? searchPath : name.schema) + '.' + name.name;
}

std::string Model::objectKey(ObjectKind kind, const ObjectName& name, const std::string& part) const
{
    static constexpr const char* words[] = {"table",  "view", "materialized", "index",   "sequence", "type",
                                            "type",   "type", "function",     "trigger", "schema",   "extension",
                                            "policy", "rule", "foreign",      "other"};
    const char* const word = words[static_cast<std::size_t>(nameSpaceOf(kind))];
    return std::string(word) + ' ' + (kind == ObjectKind::schema ? name.name : full(name)) + ' ' + part;
}

const TableState* Model::table(const ObjectName& name) const
{
    const auto found = tables.find(full(name));
    return found == tables.end() ? nullptr : &found->second;
}

const ColumnState* Model::column(const ObjectName& name, const std::string& column) const
{
    const TableState* state = table(name);
    if (state == nullptr) {
        return nullptr;
    }
    const auto found = state->columns.find(column);
    return found == state->columns.end() ? nullptr : &found->second;
}

const ConstraintState* Model::constraint(const ObjectName& name, const std::string& constraint) const
{
    const TableState* state = table(name);
    if (state == nullptr) {
        return nullptr;
    }
    const auto found = state->constraints.find(constraint);
    return found == state->constraints.end() ? nullptr : &found->second;
}

const ObjectState* Model::object(ObjectKind kind, const ObjectName& name, const std::string& part) const
{
    const auto found = objects.find(objectKey(kind, name, part));
    return found == objects.end() ? nullptr : &found->second;
}

void Model::apply(const Action& action) { ModelChange(*this, action).carryOut(); }

ObjectName splitName(const std::string& text)
{
    const std::size_t dot = text.find('.');
    return dot == std::string::npos ? ObjectName{{}, text} : ObjectName{text.substr(0, dot), text.substr(dot + 1)};
}

std::string defaultName(const std::string& table, const std::vector<std::string>& columns, const char* suffix)
{
    std::string name = table;
    for (const std::string& column : columns) {
        name += '_' + (column.empty() ? std::string("expr") : column);
    }
    return name + '_' + suffix;
}

}  // namespace schema
