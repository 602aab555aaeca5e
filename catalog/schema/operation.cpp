#include "catalog/schema/operation.h"

#include <algorithm>
#include <array>

namespace schema {

namespace {

using enum ChangePhase;
using S = Still;
using L = Lock;
using R = Recipe;

constexpr bool R_ = true;  // rewrites the table
constexpr bool V_ = true;  // scans it
constexpr bool IB = true;  // builds an index
constexpr bool look = true;

// clang-format off
constexpr std::array rows{
    OperationRow{Operation::createTable, "create-table", expand, S::yes, S::yes, L::none},
    OperationRow{Operation::createPartition, "create-partition", expand, S::yes, S::yes, L::accessExclusive, false, false, false, R::attachPartition},
    OperationRow{Operation::createObject, "create-object", expand, S::yes, S::yes, L::none},
    OperationRow{Operation::addColumn, "add-column", expand, S::mostly, S::yes, L::accessExclusive},
    OperationRow{Operation::addColumnDefault, "add-column-default", expand, S::mostly, S::yes, L::accessExclusive},
    OperationRow{Operation::addColumnVolatile, "add-column-volatile-default", expand, S::mostly, S::yes, L::accessExclusive, R_, false, false, R::backfill},
    OperationRow{Operation::addColumnSerial, "add-column-serial", expand, S::mostly, S::yes, L::accessExclusive, R_, false, false, R::backfill},
    OperationRow{Operation::addColumnGenerated, "add-column-generated", expand, S::mostly, S::yes, L::accessExclusive, R_, false, false, R::virtualColumn},
    OperationRow{Operation::addColumnDomain, "add-column-domain", expand, S::mostly, S::yes, L::accessExclusive, R_, false, false, R::baseTypeAndCheck},
    OperationRow{Operation::addColumnNotNull, "add-column-not-null", contract, S::yes, S::no, L::accessExclusive, false, V_, false, R::backfill},
    OperationRow{Operation::addColumnUnique, "add-column-unique", expand, S::mostly, S::yes, L::accessExclusive, false, false, IB, R::indexConcurrently},
    OperationRow{Operation::addColumnUniqueDefault, "add-column-unique-default", contract, S::yes, S::no, L::accessExclusive, false, false, IB, R::indexConcurrently},
    OperationRow{Operation::addColumnCheck, "add-column-check", expand, S::mostly, S::yes, L::accessExclusive, false, V_, false, R::notValidThenValidate},
    OperationRow{Operation::addColumnReferences, "add-column-references", expand, S::mostly, S::yes, L::accessExclusive},
    OperationRow{Operation::dropColumn, "drop-column", contract, S::no, S::no, L::accessExclusive, false, false, false, R::dropLater},
    OperationRow{Operation::renameColumn, "rename-column", contract, S::no, S::no, L::accessExclusive, false, false, false, R::newColumnAndTrigger},
    OperationRow{Operation::renameTable, "rename-table", contract, S::no, S::no, L::accessExclusive, false, false, false, R::viewOfOldName},
    OperationRow{Operation::renameTableWithView, "rename-table-with-view", expand, S::mostly, S::mostly, L::accessExclusive, false, false, false, R::none, look},
    OperationRow{Operation::dropTable, "drop-table", contract, S::no, S::no, L::accessExclusive, false, false, false, R::dropForeignKeysFirst},
    OperationRow{Operation::truncate, "truncate", contract, S::no, S::yes, L::accessExclusive, false, false, false, R::dropLater},
    OperationRow{Operation::widenType, "widen-type", expand, S::yes, S::yes, L::accessExclusive},
    OperationRow{Operation::typeMeaning, "type-meaning", contract, S::depends, S::depends, L::accessExclusive, false, false, false, R::newColumnAndTrigger, look},
    OperationRow{Operation::intToBigint, "widen-integer", expand, S::mostly, S::yes, L::accessExclusive, R_, false, false, R::newColumnAndTrigger},
    OperationRow{Operation::timestampZone, "timestamp-zone", contract, S::depends, S::depends, L::accessExclusive, R_, false, false, R::pinTimeZone, look},
    OperationRow{Operation::narrowType, "narrow-type", contract, S::yes, S::no, L::accessExclusive, R_, false, false, R::notValidThenValidate},
    OperationRow{Operation::typeRewrite, "type-rewrite", contract, S::depends, S::depends, L::accessExclusive, R_, false, false, R::newColumnAndTrigger, look},
    OperationRow{Operation::typeIncompatible, "type-incompatible", contract, S::mostly, S::no, L::accessExclusive, R_, false, false, R::newColumnAndTrigger},
    OperationRow{Operation::changeCollation, "change-collation", contract, S::depends, S::depends, L::accessExclusive, false, false, IB, R::newColumnAndTrigger, look},
    OperationRow{Operation::typeUnknown, "type-unknown", opaque, S::unknown, S::unknown, L::accessExclusive, R_, false, false, R::newColumnAndTrigger, look},
    OperationRow{Operation::typeSame, "type-same", neutral, S::yes, S::yes, L::accessExclusive},
    OperationRow{Operation::setNotNull, "set-not-null", contract, S::yes, S::no, L::accessExclusive, false, V_, false, R::checkBeforeNotNull},
    OperationRow{Operation::dropNotNull, "drop-not-null", relax, S::mostly, S::yes, L::accessExclusive},
    OperationRow{Operation::setDefault, "set-default", expand, S::yes, S::yes, L::accessExclusive},
    OperationRow{Operation::dropDefault, "drop-default", contract, S::yes, S::no, L::accessExclusive, false, false, false, R::keepDefault},
    OperationRow{Operation::addCheck, "add-check", contract, S::yes, S::no, L::accessExclusive, false, V_, false, R::notValidThenValidate},
    OperationRow{Operation::addCheckNotValid, "add-check-not-valid", contract, S::yes, S::no, L::accessExclusive},
    OperationRow{Operation::validateConstraint, "validate-constraint", neutral, S::yes, S::yes, L::shareUpdateExclusive, false, V_, false, R::ownTransaction},
    OperationRow{Operation::addForeignKey, "add-foreign-key", contract, S::yes, S::no, L::shareRowExclusive, false, V_, false, R::notValidThenValidate},
    OperationRow{Operation::addForeignKeyNotValid, "add-foreign-key-not-valid", contract, S::yes, S::no, L::shareRowExclusive},
    OperationRow{Operation::addUnique, "add-unique", contract, S::yes, S::no, L::accessExclusive, false, false, IB, R::uniqueConcurrently},
    OperationRow{Operation::addUniqueSuperset, "add-unique-superset", expand, S::yes, S::yes, L::accessExclusive, false, false, IB, R::uniqueConcurrently},
    OperationRow{Operation::addUniqueUsingIndex, "add-unique-using-index", neutral, S::yes, S::yes, L::accessExclusive},
    OperationRow{Operation::addPrimaryKey, "add-primary-key", contract, S::yes, S::no, L::accessExclusive, false, V_, IB, R::uniqueConcurrently},
    OperationRow{Operation::addPrimaryKeyUsingIndex, "add-primary-key-using-index", contract, S::yes, S::no, L::accessExclusive, false, V_, false, R::checkBeforeNotNull},
    OperationRow{Operation::addExclusion, "add-exclusion", contract, S::yes, S::no, L::accessExclusive, false, false, IB},
    OperationRow{Operation::dropCheck, "drop-check", relax, S::mostly, S::yes, L::accessExclusive},
    OperationRow{Operation::dropForeignKey, "drop-foreign-key", relax, S::mostly, S::yes, L::accessExclusive},
    OperationRow{Operation::dropUnique, "drop-unique", contract, S::yes, S::no, L::accessExclusive, false, false, false, R::dropLater},
    OperationRow{Operation::dropConstraintUnknown, "drop-constraint", relax, S::mostly, S::depends, L::accessExclusive, false, false, false, R::none, look},
    OperationRow{Operation::renameConstraint, "rename-constraint", expand, S::yes, S::mostly, L::accessExclusive},
    OperationRow{Operation::renameIndex, "rename-index", expand, S::yes, S::yes, L::shareUpdateExclusive},
    OperationRow{Operation::createIndex, "create-index", expand, S::yes, S::yes, L::share, false, false, IB, R::indexConcurrently},
    OperationRow{Operation::createIndexConcurrently, "create-index-concurrently", expand, S::yes, S::yes, L::shareUpdateExclusive, false, false, IB},
    OperationRow{Operation::createUniqueIndex, "create-unique-index", contract, S::yes, S::no, L::share, false, false, IB, R::indexConcurrently},
    OperationRow{Operation::createUniqueIndexConcurrently, "create-unique-index-concurrently", contract, S::yes, S::no, L::shareUpdateExclusive, false, false, IB},
    OperationRow{Operation::dropIndex, "drop-index", neutral, S::yes, S::yes, L::accessExclusive, false, false, false, R::dropConcurrently},
    OperationRow{Operation::dropIndexConcurrently, "drop-index-concurrently", neutral, S::yes, S::yes, L::shareUpdateExclusive},
    OperationRow{Operation::dropUniqueIndex, "drop-unique-index", contract, S::yes, S::no, L::accessExclusive, false, false, false, R::dropLater},
    OperationRow{Operation::reindex, "reindex", neutral, S::yes, S::yes, L::share, false, false, IB, R::reindexConcurrently},
    OperationRow{Operation::reindexConcurrently, "reindex-concurrently", neutral, S::yes, S::yes, L::shareUpdateExclusive, false, false, IB},
    OperationRow{Operation::replaceView, "replace-view", expand, S::yes, S::yes, L::accessExclusive},
    OperationRow{Operation::narrowView, "narrow-view", contract, S::no, S::no, L::accessExclusive, false, false, false, R::recreateInSameRelease},
    OperationRow{Operation::dropView, "drop-view", contract, S::no, S::no, L::accessExclusive, false, false, false, R::recreateInSameRelease},
    OperationRow{Operation::renameView, "rename-view", contract, S::no, S::no, L::accessExclusive, false, false, false, R::viewOfOldName},
    OperationRow{Operation::refreshView, "refresh-view", migrate, S::yes, S::yes, L::accessExclusive, R_, false, false, R::refreshConcurrently},
    OperationRow{Operation::refreshViewConcurrently, "refresh-view-concurrently", migrate, S::yes, S::yes, L::exclusive},
    OperationRow{Operation::createTrigger, "create-trigger", neutral, S::depends, S::depends, L::shareRowExclusive, false, false, false, R::none, look},
    OperationRow{Operation::createRule, "create-rule", neutral, S::depends, S::depends, L::accessExclusive, false, false, false, R::none, look},
    OperationRow{Operation::switchTrigger, "switch-trigger", neutral, S::depends, S::depends, L::shareRowExclusive, false, false, false, R::none, look},
    OperationRow{Operation::dropTrigger, "drop-trigger", contract, S::depends, S::depends, L::accessExclusive, false, false, false, R::dropLater, look},
    OperationRow{Operation::replaceFunction, "replace-function", neutral, S::depends, S::depends, L::none, false, false, false, R::none, look},
    OperationRow{Operation::dropFunction, "drop-function", contract, S::no, S::no, L::none, false, false, false, R::dropLater},
    OperationRow{Operation::enumAddValue, "enum-add-value", expand, S::mostly, S::yes, L::none},
    OperationRow{Operation::enumRenameValue, "enum-rename-value", contract, S::no, S::no, L::none, false, false, false, R::newColumnAndTrigger},
    OperationRow{Operation::dropType, "drop-object", contract, S::no, S::no, L::none, false, false, false, R::dropLater},
    OperationRow{Operation::renameObject, "rename-object", contract, S::no, S::no, L::none, false, false, false, R::dropLater},
    OperationRow{Operation::domainCheck, "domain-check", contract, S::yes, S::no, L::share, false, V_, false, R::notValidThenValidate},
    OperationRow{Operation::domainRelax, "domain-relax", relax, S::mostly, S::yes, L::none},
    OperationRow{Operation::attachPartition, "attach-partition", expand, S::yes, S::yes, L::shareUpdateExclusive, false, V_},
    OperationRow{Operation::detachPartition, "detach-partition", contract, S::no, S::no, L::accessExclusive, false, false, false, R::detachConcurrently},
    OperationRow{Operation::detachPartitionConcurrently, "detach-partition-concurrently", contract, S::no, S::no, L::shareUpdateExclusive},
    OperationRow{Operation::rewriteTable, "rewrite-table", neutral, S::yes, S::yes, L::accessExclusive, R_, false, false, R::maintenance},
    OperationRow{Operation::setSchema, "set-schema", contract, S::no, S::no, L::accessExclusive, false, false, false, R::viewOfOldName},
    OperationRow{Operation::rowSecurity, "row-security", contract, S::no, S::no, L::accessExclusive},
    OperationRow{Operation::relaxRowSecurity, "relax-row-security", relax, S::mostly, S::yes, L::accessExclusive},
    OperationRow{Operation::revoke, "revoke", contract, S::no, S::no, L::none, false, false, false, R::dropLater},
    OperationRow{Operation::grant, "grant", expand, S::yes, S::yes, L::none},
    OperationRow{Operation::setting, "setting", neutral, S::yes, S::yes, L::shareUpdateExclusive},
    OperationRow{Operation::vacuum, "vacuum", neutral, S::yes, S::yes, L::shareUpdateExclusive},
    OperationRow{Operation::dropOther, "drop-other", neutral, S::depends, S::depends, L::none, false, false, false, R::none, look},
    OperationRow{Operation::dropExtension, "drop-extension", contract, S::depends, S::depends, L::none, false, false, false, R::dropLater, look},
    OperationRow{Operation::inherit, "inherit", neutral, S::depends, S::depends, L::accessExclusive, false, false, false, R::none, look},
    OperationRow{Operation::moveData, "move-data", migrate, S::yes, S::yes, L::rowExclusive, false, false, false, R::batches},
    OperationRow{Operation::query, "query", neutral, S::yes, S::yes, L::accessShare},
    OperationRow{Operation::lockTable, "lock-table", neutral, S::yes, S::yes, L::accessExclusive, false, false, false, R::none, look},
    OperationRow{Operation::session, "session", neutral, S::yes, S::yes, L::none},
    OperationRow{Operation::readBlock, "block", neutral, S::yes, S::yes, L::none},
    OperationRow{Operation::unreadBlock, "unread-block", opaque, S::unknown, S::unknown, L::none, false, false, false, R::lookInside},
    OperationRow{Operation::unknownCall, "unknown-call", opaque, S::unknown, S::unknown, L::none, false, false, false, R::lookInside},
    OperationRow{Operation::codeMigration, "code-migration", opaque, S::unknown, S::unknown, L::none, false, false, false, R::lookInside},
    OperationRow{Operation::other, "other", opaque, S::unknown, S::unknown, L::none, false, false, false, R::lookInside},
    OperationRow{Operation::unreadable, "syntax-error", opaque, S::unknown, S::unknown, L::none},
    OperationRow{Operation::unread, "unread", opaque, S::unknown, S::unknown, L::none, false, false, false, R::lookInside},
    OperationRow{Operation::psqlCommand, "psql-command", opaque, S::unknown, S::unknown, L::none, false, false, false, R::lookInside},
    OperationRow{Operation::rebuildTable, "rebuild-table", neutral, S::yes, S::yes, L::none, R_},
    OperationRow{Operation::failsWithRows, "fails-with-rows", contract, S::yes, S::no, L::none},
    OperationRow{Operation::fails, "fails", opaque, S::unknown, S::unknown, L::none},
    OperationRow{Operation::writeLock, "write-lock", migrate, S::yes, S::yes, L::none, false, false, false, R::maintenance},
};
// clang-format on

constexpr bool inOrder()
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<std::size_t>(rows[i].operation) != i) {
            return false;
        }
    }
    return true;
}
static_assert(inOrder() && rows.size() == static_cast<std::size_t>(Operation::writeLock) + 1);

}  // namespace

const OperationRow& rowOf(Operation operation) { return rows[static_cast<std::size_t>(operation)]; }

std::string_view nameOf(ChangePhase phase)
{
    static constexpr std::array<std::string_view, 6> names{"expand", "migrate", "contract",
                                                           "relax",  "neutral", "opaque"};
    return names[static_cast<std::size_t>(phase)];
}

std::string_view nameOf(Still still)
{
    static constexpr std::array<std::string_view, 5> names{"yes", "mostly", "depends", "no", "unknown"};
    return names[static_cast<std::size_t>(still)];
}

std::string_view nameOf(Lock lock)
{
    static constexpr std::array<std::string_view, 9> names{
        "",      "access share",        "row share", "row exclusive",   "share update exclusive",
        "share", "share row exclusive", "exclusive", "access exclusive"};
    return names[static_cast<std::size_t>(lock)];
}

std::string_view nameOf(Recipe recipe)
{
    static constexpr std::array<std::string_view, 25> names{"",
                                                            "attach-partition",
                                                            "backfill",
                                                            "virtual-column",
                                                            "base-type-and-check",
                                                            "keep-default",
                                                            "index-concurrently",
                                                            "unique-concurrently",
                                                            "not-valid-then-validate",
                                                            "drop-later",
                                                            "new-column-and-trigger",
                                                            "view-of-old-name",
                                                            "drop-foreign-keys-first",
                                                            "check-before-not-null",
                                                            "pin-time-zone",
                                                            "drop-concurrently",
                                                            "reindex-concurrently",
                                                            "refresh-concurrently",
                                                            "detach-concurrently",
                                                            "own-transaction",
                                                            "batches",
                                                            "maintenance",
                                                            "recreate-in-same-release",
                                                            "add-column-then-index",
                                                            "look-inside"};
    static_assert(names.size() == static_cast<std::size_t>(Recipe::lookInside) + 1);
    return names[static_cast<std::size_t>(recipe)];
}

}  // namespace schema
