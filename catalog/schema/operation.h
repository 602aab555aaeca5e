#pragma once

#include <string_view>

namespace schema {

/// What an operation is to a release that still runs.
enum class ChangePhase {
    expand,    ///< the old release does not notice
    migrate,   ///< moves data
    contract,  ///< takes something away that the old release may use
    relax,     ///< old writes go on, old reads may meet new values
    neutral,
    opaque,  ///< cannot be known
};

/// Whether the old release's statements still work.
enum class Still {
    yes,
    mostly,   ///< but for three careless forms: a prepared SELECT *, a name that becomes ambiguous, a positional INSERT
    depends,  ///< on what the product does
    no,
    unknown,
};

/// PostgreSQL's table locks, weakest first.
enum class Lock {
    none,
    accessShare,
    rowShare,
    rowExclusive,
    shareUpdateExclusive,
    share,
    shareRowExclusive,
    exclusive,
    accessExclusive,
};

/// How the same is done without stopping anybody.
enum class Recipe {
    none,
    attachPartition,   ///< create with a CHECK, then ATTACH
    backfill,          ///< nullable, SET DEFAULT, fill in batches
    virtualColumn,     ///< 18: VIRTUAL
    baseTypeAndCheck,  ///< the base type and a NOT VALID check
    keepDefault,
    indexConcurrently,   ///< CREATE INDEX CONCURRENTLY, outside a transaction
    uniqueConcurrently,  ///< unique index CONCURRENTLY, then USING INDEX
    notValidThenValidate,
    dropLater,            ///< stop using it in one release, drop it in a later one
    newColumnAndTrigger,  ///< new column, sync trigger, backfill, drop later
    viewOfOldName,        ///< a view of the old name in the same transaction
    dropForeignKeysFirst,
    checkBeforeNotNull,  ///< a valid CHECK (… IS NOT NULL) first: no scan from 12 on
    pinTimeZone,
    dropConcurrently,
    reindexConcurrently,
    refreshConcurrently,
    detachConcurrently,
    ownTransaction,
    batches,
    maintenance,
    recreateInSameRelease,
    addColumnThenIndex,
    lookInside,
};

/// The rows of the table of operations: what a statement comes to, once types, the server's version and what is known
/// of the table have been looked at. Measured on PostgreSQL 15 and SQLite 3.40.
enum class Operation {
    createTable,
    createPartition,
    createObject,
    addColumn,
    addColumnDefault,
    addColumnVolatile,
    addColumnSerial,
    addColumnGenerated,
    addColumnDomain,
    addColumnNotNull,
    addColumnUnique,
    addColumnUniqueDefault,
    addColumnCheck,
    addColumnReferences,
    dropColumn,
    renameColumn,
    renameTable,
    renameTableWithView,
    dropTable,
    truncate,
    widenType,
    typeMeaning,
    intToBigint,
    timestampZone,
    narrowType,
    typeRewrite,
    typeIncompatible,
    changeCollation,
    typeUnknown,
    typeSame,
    setNotNull,
    dropNotNull,
    setDefault,
    dropDefault,
    addCheck,
    addCheckNotValid,
    validateConstraint,
    addForeignKey,
    addForeignKeyNotValid,
    addUnique,
    addUniqueSuperset,
    addUniqueUsingIndex,
    addPrimaryKey,
    addPrimaryKeyUsingIndex,
    addExclusion,
    dropCheck,
    dropForeignKey,
    dropUnique,
    dropConstraintUnknown,
    renameConstraint,
    renameIndex,
    createIndex,
    createIndexConcurrently,
    createUniqueIndex,
    createUniqueIndexConcurrently,
    dropIndex,
    dropIndexConcurrently,
    dropUniqueIndex,
    reindex,
    reindexConcurrently,
    replaceView,
    narrowView,
    dropView,
    renameView,
    refreshView,
    refreshViewConcurrently,
    createTrigger,
    createRule,
    switchTrigger,
    dropTrigger,
    replaceFunction,
    dropFunction,
    enumAddValue,
    enumRenameValue,
    dropType,
    renameObject,
    domainCheck,
    domainRelax,
    attachPartition,
    detachPartition,
    detachPartitionConcurrently,
    rewriteTable,
    setSchema,
    rowSecurity,
    relaxRowSecurity,
    revoke,
    grant,
    setting,
    vacuum,
    dropOther,
    dropExtension,
    inherit,
    moveData,
    query,
    lockTable,
    session,
    readBlock,
    unreadBlock,
    unknownCall,
    codeMigration,
    other,
    unreadable,  ///< the text is no statement of this grammar
    unread,      ///< it could not be read
    psqlCommand,
    // SQLite alone
    rebuildTable,
    failsWithRows,
    fails,
    writeLock,
};

/// One row of that table.
struct OperationRow {
    Operation operation;
    std::string_view id;  ///< in JSON, SARIF and documents
    ChangePhase phase;
    Still reads;
    Still writes;
    Lock lock;
    bool rewrite = false;
    bool scan = false;
    bool indexBuild = false;
    Recipe recipe = Recipe::none;
    bool review = false;  ///< the phase is the likely one; somebody has to look
};

[[nodiscard]] const OperationRow& rowOf(Operation operation);
[[nodiscard]] std::string_view nameOf(ChangePhase phase);
[[nodiscard]] std::string_view nameOf(Still still);
/// As PostgreSQL spells it in `LOCK TABLE … IN … MODE`, in small letters; empty for none.
[[nodiscard]] std::string_view nameOf(Lock lock);
[[nodiscard]] std::string_view nameOf(Recipe recipe);

/// Whether the lock, held for long, stops an application: reads too, or only writes.
[[nodiscard]] constexpr bool blocksReads(Lock lock) { return lock == Lock::accessExclusive; }
[[nodiscard]] constexpr bool blocksWrites(Lock lock) { return lock >= Lock::share; }

}  // namespace schema
