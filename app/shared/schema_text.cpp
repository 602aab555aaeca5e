#include "app/shared/schema_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

using schema::Hazard;
using schema::Operation;
using schema::Recipe;

struct SchemaText {
    Q_DECLARE_TR_FUNCTIONS(SchemaText)
};

QString columnSentence(Operation operation)
{
    switch (operation) {
    case Operation::addColumn:
        return SchemaText::tr("Adds a column.");
    case Operation::addColumnDefault:
        return SchemaText::tr("Adds a column with a default.");
    case Operation::addColumnVolatile:
        return SchemaText::tr("Adds a column whose default differs from row to row.");
    case Operation::addColumnSerial:
        return SchemaText::tr("Adds a column that counts.");
    case Operation::addColumnGenerated:
        return SchemaText::tr("Adds a generated column.");
    case Operation::addColumnDomain:
        return SchemaText::tr("Adds a column of a domain.");
    case Operation::addColumnNotNull:
        return SchemaText::tr("Adds a column that must not be NULL and has no default.");
    case Operation::addColumnUnique:
        return SchemaText::tr("Adds a unique column.");
    case Operation::addColumnUniqueDefault:
        return SchemaText::tr("Adds a unique column with a default.");
    case Operation::addColumnCheck:
        return SchemaText::tr("Adds a column with a check.");
    case Operation::addColumnReferences:
        return SchemaText::tr("Adds a column with a foreign key.");
    case Operation::dropColumn:
        return SchemaText::tr("Drops a column.");
    case Operation::renameColumn:
        return SchemaText::tr("Renames a column.");
    case Operation::widenType:
        return SchemaText::tr("Widens a column's type.");
    case Operation::typeMeaning:
        return SchemaText::tr("Changes a column's type so that comparing means something else.");
    case Operation::intToBigint:
        return SchemaText::tr("Widens an integer column.");
    case Operation::timestampZone:
        return SchemaText::tr("Gives or takes a timestamp column's time zone.");
    case Operation::narrowType:
        return SchemaText::tr("Narrows a column's type.");
    case Operation::typeRewrite:
        return SchemaText::tr("Changes a column's type to one that is stored in another way.");
    case Operation::typeIncompatible:
        return SchemaText::tr("Changes a column's type to one that old statements do not fit.");
    case Operation::changeCollation:
        return SchemaText::tr("Changes how a column is sorted.");
    case Operation::typeUnknown:
        return SchemaText::tr("Changes a column's type.");
    case Operation::typeSame:
        return SchemaText::tr("Gives a column the type that it has.");
    case Operation::setNotNull:
        return SchemaText::tr("Forbids NULL in a column.");
    case Operation::dropNotNull:
        return SchemaText::tr("Allows NULL in a column.");
    case Operation::setDefault:
        return SchemaText::tr("Sets a column's default.");
    case Operation::dropDefault:
        return SchemaText::tr("Drops a column's default.");
    default:
        return {};
    }
}

QString tableSentence(Operation operation)
{
    switch (operation) {
    case Operation::createTable:
        return SchemaText::tr("Creates a table.");
    case Operation::createPartition:
        return SchemaText::tr("Creates a partition.");
    case Operation::createObject:
        return SchemaText::tr("Creates something new.");
    case Operation::renameTable:
        return SchemaText::tr("Renames a table.");
    case Operation::renameTableWithView:
        return SchemaText::tr("Renames a table and leaves a view under the old name.");
    case Operation::dropTable:
        return SchemaText::tr("Drops a table.");
    case Operation::truncate:
        return SchemaText::tr("Empties a table.");
    case Operation::attachPartition:
        return SchemaText::tr("Attaches a partition.");
    case Operation::detachPartition:
    case Operation::detachPartitionConcurrently:
        return SchemaText::tr("Detaches a partition.");
    case Operation::rewriteTable:
        return SchemaText::tr("Writes the whole table anew.");
    case Operation::rebuildTable:
        return SchemaText::tr("Builds a table anew under its own name.");
    case Operation::setSchema:
        return SchemaText::tr("Moves something to another schema.");
    case Operation::rowSecurity:
        return SchemaText::tr("Turns row security on: without a policy nobody but the owner sees a row.");
    case Operation::relaxRowSecurity:
        return SchemaText::tr("Turns row security off.");
    case Operation::inherit:
        return SchemaText::tr("Changes what a table inherits.");
    case Operation::moveData:
        return SchemaText::tr("Changes rows.");
    case Operation::lockTable:
        return SchemaText::tr("Locks a table.");
    case Operation::writeLock:
        return SchemaText::tr("Writes, which locks the whole file.");
    default:
        return {};
    }
}

QString constraintSentence(Operation operation)
{
    switch (operation) {
    case Operation::addCheck:
        return SchemaText::tr("Adds a check.");
    case Operation::addCheckNotValid:
        return SchemaText::tr("Adds a check for new rows.");
    case Operation::validateConstraint:
        return SchemaText::tr("Checks the rows that are there against a constraint.");
    case Operation::addForeignKey:
        return SchemaText::tr("Adds a foreign key.");
    case Operation::addForeignKeyNotValid:
        return SchemaText::tr("Adds a foreign key for new rows.");
    case Operation::addUnique:
    case Operation::addUniqueSuperset:
    case Operation::addUniqueUsingIndex:
        return SchemaText::tr("Adds a unique constraint.");
    case Operation::addPrimaryKey:
    case Operation::addPrimaryKeyUsingIndex:
        return SchemaText::tr("Adds a primary key.");
    case Operation::addExclusion:
        return SchemaText::tr("Adds an exclusion constraint.");
    case Operation::dropCheck:
        return SchemaText::tr("Drops a check.");
    case Operation::dropForeignKey:
        return SchemaText::tr("Drops a foreign key.");
    case Operation::dropUnique:
        return SchemaText::tr("Drops a unique constraint or a primary key.");
    case Operation::dropConstraintUnknown:
        return SchemaText::tr("Drops a constraint of which nothing is known.");
    case Operation::renameConstraint:
        return SchemaText::tr("Renames a constraint.");
    case Operation::domainCheck:
        return SchemaText::tr("Adds a constraint to a domain.");
    case Operation::domainRelax:
        return SchemaText::tr("Takes a constraint or a default off a domain.");
    default:
        return {};
    }
}

QString indexSentence(Operation operation)
{
    switch (operation) {
    case Operation::renameIndex:
        return SchemaText::tr("Renames an index.");
    case Operation::createIndex:
    case Operation::createIndexConcurrently:
        return SchemaText::tr("Creates an index.");
    case Operation::createUniqueIndex:
    case Operation::createUniqueIndexConcurrently:
        return SchemaText::tr("Creates a unique index.");
    case Operation::dropIndex:
    case Operation::dropIndexConcurrently:
        return SchemaText::tr("Drops an index.");
    case Operation::dropUniqueIndex:
        return SchemaText::tr("Drops a unique index.");
    case Operation::reindex:
    case Operation::reindexConcurrently:
        return SchemaText::tr("Builds an index anew.");
    default:
        return {};
    }
}

QString objectSentence(Operation operation)
{
    switch (operation) {
    case Operation::replaceView:
        return SchemaText::tr("Replaces a view; its columns stay.");
    case Operation::narrowView:
        return SchemaText::tr("Changes a view's columns.");
    case Operation::dropView:
        return SchemaText::tr("Drops a view.");
    case Operation::renameView:
        return SchemaText::tr("Renames a view.");
    case Operation::refreshView:
    case Operation::refreshViewConcurrently:
        return SchemaText::tr("Fills a materialized view anew.");
    case Operation::createTrigger:
        return SchemaText::tr("Creates a trigger, which may change what old statements do.");
    case Operation::createRule:
        return SchemaText::tr("Creates a rule or a policy, which may change what old statements do.");
    case Operation::switchTrigger:
        return SchemaText::tr("Switches triggers or rules on or off.");
    case Operation::dropTrigger:
        return SchemaText::tr("Drops a trigger, which the old release may rely on.");
    case Operation::replaceFunction:
        return SchemaText::tr("Replaces a function that the old release may call.");
    case Operation::dropFunction:
        return SchemaText::tr("Drops a function.");
    case Operation::enumAddValue:
        return SchemaText::tr("Adds a value to an enumeration.");
    case Operation::enumRenameValue:
        return SchemaText::tr("Renames a value of an enumeration.");
    case Operation::dropType:
        return SchemaText::tr("Drops a type, a sequence or a schema.");
    case Operation::dropOther:
        return SchemaText::tr("Drops something that is no table.");
    case Operation::dropExtension:
        return SchemaText::tr("Drops an extension.");
    case Operation::renameObject:
        return SchemaText::tr("Renames something that is no table.");
    case Operation::revoke:
        return SchemaText::tr("Takes a privilege away.");
    case Operation::grant:
        return SchemaText::tr("Gives a privilege.");
    case Operation::setting:
        return SchemaText::tr("Changes a setting.");
    case Operation::vacuum:
        return SchemaText::tr("Cleans up or gathers statistics.");
    default:
        return {};
    }
}

QString otherSentence(Operation operation)
{
    switch (operation) {
    case Operation::query:
        return SchemaText::tr("Reads.");
    case Operation::session:
        return SchemaText::tr("Concerns the session alone.");
    case Operation::readBlock:
        return SchemaText::tr("A block of code; what it does follows.");
    case Operation::unreadBlock:
        return SchemaText::tr("Code whose statements are put together when it runs.");
    case Operation::unknownCall:
        return SchemaText::tr("Calls a function that these scripts do not define.");
    case Operation::codeMigration:
        return SchemaText::tr("A migration in the release's own code.");
    case Operation::unreadable:
        return SchemaText::tr("Is no statement that the grammar knows.");
    case Operation::unread:
        return SchemaText::tr("Could not be read.");
    case Operation::psqlCommand:
        return SchemaText::tr("A command of psql, which may do anything.");
    case Operation::failsWithRows:
        return SchemaText::tr("Fails on a table with a row.");
    case Operation::fails:
        return SchemaText::tr("Fails.");
    default:
        return SchemaText::tr("A statement of which nothing is known here.");
    }
}

}  // namespace

QString sentence(Operation operation)
{
    for (const auto part : {columnSentence, tableSentence, constraintSentence, indexSentence, objectSentence}) {
        if (const QString text = part(operation); !text.isEmpty()) {
            return text;
        }
    }
    return otherSentence(operation);
}

QString sentence(Recipe recipe)
{
    switch (recipe) {
    case Recipe::none:
        return {};
    case Recipe::attachPartition:
        return SchemaText::tr("Create the table alone with a CHECK that fits the partition, then ATTACH it.");
    case Recipe::backfill:
        return SchemaText::tr(
            "Add the column without NOT NULL and default, then SET DEFAULT, then fill the old rows in "
            "batches.");
    case Recipe::virtualColumn:
        return SchemaText::tr(
            "Add a plain column, keep it right with a trigger and fill it in batches; from PostgreSQL 18 "
            "on make it VIRTUAL.");
    case Recipe::baseTypeAndCheck:
        return SchemaText::tr(
            "Add the column with the domain's base type and a check that is NOT VALID, then validate it.");
    case Recipe::keepDefault:
        return SchemaText::tr("Keep the default until no older release writes there.");
    case Recipe::indexConcurrently:
        return SchemaText::tr("Write CREATE INDEX CONCURRENTLY, outside a transaction.");
    case Recipe::uniqueConcurrently:
        return SchemaText::tr("Create a unique index CONCURRENTLY, then add the constraint USING INDEX.");
    case Recipe::notValidThenValidate:
        return SchemaText::tr("Add it NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own.");
    case Recipe::dropLater:
        return SchemaText::tr("Stop using it in one release and take it away in a later one.");
    case Recipe::newColumnAndTrigger:
        return SchemaText::tr(
            "Add a new column, keep both equal with a trigger, fill it in batches, and drop the old one in "
            "a later release.");
    case Recipe::viewOfOldName:
        return SchemaText::tr("Make a view of the old name in the same transaction, and drop it in a later release.");
    case Recipe::dropForeignKeysFirst:
        return SchemaText::tr("Drop it in a release after the last one that uses it, and its foreign keys before.");
    case Recipe::checkBeforeNotNull:
        return SchemaText::tr(
            "Add CHECK (column IS NOT NULL) NOT VALID, validate it, then SET NOT NULL: from PostgreSQL 12 "
            "on that scans nothing.");
    case Recipe::pinTimeZone:
        return SchemaText::tr("SET TimeZone TO 'UTC' before: then nothing is written anew from PostgreSQL 12 on.");
    case Recipe::dropConcurrently:
        return SchemaText::tr("Write DROP INDEX CONCURRENTLY, outside a transaction.");
    case Recipe::reindexConcurrently:
        return SchemaText::tr("Write REINDEX CONCURRENTLY, from PostgreSQL 12 on.");
    case Recipe::refreshConcurrently:
        return SchemaText::tr("Write REFRESH MATERIALIZED VIEW CONCURRENTLY.");
    case Recipe::detachConcurrently:
        return SchemaText::tr("Write DETACH PARTITION CONCURRENTLY, from PostgreSQL 14 on.");
    case Recipe::ownTransaction:
        return SchemaText::tr("Keep it in a transaction of its own.");
    case Recipe::batches:
        return SchemaText::tr("Change the rows in batches that are committed one by one.");
    case Recipe::maintenance:
        return SchemaText::tr("Do it while nobody works there.");
    case Recipe::recreateInSameRelease:
        return SchemaText::tr("Make it again in the same transaction, with all columns that it had.");
    case Recipe::addColumnThenIndex:
        return SchemaText::tr("Add the plain column, then a unique index.");
    case Recipe::lookInside:
        return SchemaText::tr(
            "Look at what it does, and say so in a comment before it: -- cairn: PHASE because REASON");
    }
    return {};
}

QString sentence(const schema::Note& note)
{
    const QString subject = note.subject.empty() ? SchemaText::tr("something") : quoted(note.subject);
    switch (note.hazard) {
    case Hazard::conditional:
        return SchemaText::tr("Whether it runs is decided when the block runs.");
    case Hazard::dynamicText:
        return SchemaText::tr("Its text is put together when it runs; what could be known of it was read.");
    case Hazard::guarded:
        return SchemaText::tr("It does nothing where IF EXISTS or IF NOT EXISTS says so.");
    case Hazard::cascade:
        return SchemaText::tr("CASCADE takes along whatever depends on it.");
    case Hazard::failsUnlessEmpty:
        return SchemaText::tr("It fails on a table that has a row.");
    case Hazard::insideTransaction:
        return SchemaText::tr("It cannot run inside the transaction in which it stands.");
    case Hazard::notInServer:
        //: %1 is a version of the database server.
        return SchemaText::tr("The server does not know it before version %1.")
            .arg(note.subject.empty() ? QStringLiteral("?") : fromUtf8(note.subject));
    case Hazard::unknownFunction:
        return SchemaText::tr("Nothing is known of the function %1; it was taken for the worst.").arg(subject);
    case Hazard::unknownType:
        return SchemaText::tr("These scripts do not say what type it had; it was taken for the worst.");
    case Hazard::dataLost:
        return SchemaText::tr("Its data are lost; only a backup brings them back.");
    case Hazard::onConflictTarget:
        return SchemaText::tr("Old statements with ON CONFLICT that mean it fail.");
    case Hazard::fullTable:
        return SchemaText::tr("It changes every row in one transaction.");
    case Hazard::meaningChanges:
        return SchemaText::tr("Old statements work and may mean something else.");
    case Hazard::bodyUnread:
        return SchemaText::tr("PostgreSQL's parser could not read the code in it.");
    case Hazard::partnerTable:
        return SchemaText::tr("It also locks %1.").arg(subject);
    case Hazard::replacesCheck:
        return SchemaText::tr(
            "A constraint of that name was dropped before; whether the new one is wider cannot be told.");
    case Hazard::copiedData:
        return SchemaText::tr("Its rows stand in the script and were not looked at.");
    }
    return {};
}

QString readingSentence(const schema::StatementReview& statement)
{
    switch (statement.failure) {
    case schema::ReadFailure::none:
        break;
    case schema::ReadFailure::readerMissing:
        return SchemaText::tr("The program cairn-sql, which reads PostgreSQL's statements, cannot be started. It is "
                              "installed together with cairn: install both anew.");
    case schema::ReadFailure::readerEnded:
        return SchemaText::tr("PostgreSQL's parser gave up on this statement: it is too deep, or it met a fault of its "
                              "own.");
    case schema::ReadFailure::readerSlow:
        return SchemaText::tr("PostgreSQL's parser took too long.");
    case schema::ReadFailure::tooLarge:
        return SchemaText::tr("The statement is larger than 16 MB.");
    case schema::ReadFailure::nulByte:
        return SchemaText::tr("There is a byte 0 in it, which no database takes.");
    }
    if (statement.error.empty()) {
        return {};
    }
    //: %1 is the parser's own words, in English.
    const QString words = SchemaText::tr("The database's parser says: %1.").arg(fromUtf8(statement.error));
    switch (statement.hint) {
    case schema::SyntaxHint::none:
        return words;
    case schema::SyntaxHint::templateText:
        //: %1 is a whole sentence.
        return SchemaText::tr("%1 It looks like a template: classify what comes out of it.").arg(words);
    case schema::SyntaxHint::otherDialect:
        //: %1 is a whole sentence.
        return SchemaText::tr("%1 It looks like the language of another database.").arg(words);
    case schema::SyntaxHint::psqlVariable:
        //: %1 is a whole sentence.
        return SchemaText::tr("%1 It looks like a variable of psql, whose value is not known here.").arg(words);
    }
    return words;
}

QStringList consequences(const schema::Verdict& verdict)
{
    using schema::Still;
    QStringList lines;
    if (verdict.own) {
        lines << SchemaText::tr("The same release made it: no older release knows it.");
    } else if (verdict.undone) {
        lines << SchemaText::tr("The same release takes that back: it does not count.");
    } else if (verdict.breaksOld()) {
        lines << (verdict.reads == Still::yes || verdict.reads == Still::mostly
                      ? SchemaText::tr("Older releases can still read, and their writes may fail.")
                      : SchemaText::tr("Older releases that use it fail."));
    } else if (verdict.phase == schema::ChangePhase::contract) {
        lines << SchemaText::tr("It may break older releases: somebody has to look.");
    } else if (verdict.phase == schema::ChangePhase::relax) {
        lines << SchemaText::tr("Older releases may meet values that they do not expect.");
    } else if (verdict.phase == schema::ChangePhase::opaque) {
        lines << SchemaText::tr("What it does to older releases cannot be known.");
    }
    if (!verdict.own && schema::blocksWrites(verdict.lock)) {
        const bool reads = schema::blocksReads(verdict.lock);
        if (verdict.rewrite) {
            lines << SchemaText::tr("It writes the table anew, and nobody reads or writes there meanwhile.");
        } else if (verdict.indexBuild) {
            lines << (reads ? SchemaText::tr("It builds an index, and nobody reads or writes there meanwhile.")
                            : SchemaText::tr("It builds an index, and nobody writes there meanwhile."));
        } else if (verdict.scan) {
            lines << (reads ? SchemaText::tr("It reads the whole table, and nobody reads or writes there meanwhile.")
                            : SchemaText::tr("It reads the whole table, and nobody writes there meanwhile."));
        }
    }
    return lines;
}

QString levelWord(schema::Level level)
{
    switch (level) {
    case schema::Level::none:
        return SchemaText::tr("fine");
    case schema::Level::note:
        return SchemaText::tr("note");
    case schema::Level::warning:
        return SchemaText::tr("warning");
    case schema::Level::error:
        return SchemaText::tr("error");
    }
    return {};
}

QString phaseWord(schema::ChangePhase phase)
{
    switch (phase) {
    case schema::ChangePhase::expand:
        return SchemaText::tr("expand");
    case schema::ChangePhase::migrate:
        return SchemaText::tr("migrate");
    case schema::ChangePhase::contract:
        return SchemaText::tr("contract");
    case schema::ChangePhase::relax:
        return SchemaText::tr("relax");
    case schema::ChangePhase::neutral:
        return SchemaText::tr("neutral");
    case schema::ChangePhase::opaque:
        return SchemaText::tr("unknown");
    }
    return {};
}

QString lockText(const schema::Verdict& verdict)
{
    const std::string_view name = schema::nameOf(verdict.lock);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

const schema::Verdict* worstOf(const schema::StatementReview& statement)
{
    const schema::Verdict* worst = nullptr;
    for (const schema::Verdict& verdict : statement.verdicts) {
        if (worst == nullptr || schema::levelOf(verdict) > schema::levelOf(*worst)) {
            worst = &verdict;
        }
    }
    return worst;
}

}  // namespace app
