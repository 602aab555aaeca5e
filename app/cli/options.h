#pragma once

#include <QString>
#include <QStringList>

namespace cli {

/// What was typed, before it is checked against anything. Empty: not given.

struct SiteOptions {
    QString site;  ///< a site file
    QString from;
    QStringList facts;
    QStringList components;
    QStringList fixed;
    QStringList channels;
    bool failed = false;
};

struct GoalOptions {
    QString to;
    QString prefer;
    QStringList acceptedRisks;
    bool allowDowngrade = false;
    bool requireDirect = false;
    QString asOf;
};

struct OutputOptions {
    QString format;
    QString file;
};

struct TrustOptions {
    QString folder;     ///< with keys and sequences
    QString publicKey;  ///< a key or its file
    bool allowUnsigned = false;
};

struct PlanOptions {
    QString catalog;
    TrustOptions trust;
    SiteOptions site;
    GoalOptions goal;
    OutputOptions output;
    QString earliest;
    bool alternatives = false;
};

struct ExplainOptions {
    QString catalog;
    TrustOptions trust;
    SiteOptions site;
    GoalOptions goal;
    OutputOptions output;
};

struct RunOptions {
    QString plan;
    QString site;
    QString catalog;
    QString artefacts;
    TrustOptions trust;
    bool holdBeforeOpening = false;
};

struct ResumeOptions {
    QString site;
    QString confirm;  ///< a manual step
    QString by;
};

struct PauseOptions {
    QString site;
};

struct RollbackOptions {
    QString site;
    bool check = false;  ///< only say what would happen
};

struct StatusOptions {
    QString site;
    bool watch = false;
};

struct ReportOptions {
    QString site;
    OutputOptions output;
};

struct CatalogCheckOptions {
    QString catalog;
    bool strict = false;
};

struct CatalogShowOptions {
    QString catalog;
    QString release;
    OutputOptions output;
};

struct CatalogCompileOptions {
    QString catalog;
    QString file;
};

struct CatalogExportOptions {
    QString catalog;
    QString file;
};

struct CatalogImportOptions {
    QString format;  ///< of the graph: cincinnati
    QString graph;
    QString product;
    QString file;
};

struct CatalogDiffOptions {
    QString before;
    QString after;
    QString format;
    QString asOf;
    bool strict = false;
};

struct CatalogSignOptions {
    QString catalog;
    QString key;  ///< the secret key's file
    QString passwordFile;
    QString passwordDescriptor;
    QString file;  ///< default: beside the catalog
    bool legacy = false;
};

struct CatalogVerifyOptions {
    QString catalog;
    TrustOptions trust;
    OutputOptions output;
    bool remember = false;
};

struct CatalogKeyOptions {
    QString action;  ///< list, pin, rotate or endorse
    QString file;    ///< a public key
    QString product;
    QString replace;    ///< the id of the key that is given up
    QString key;        ///< endorse: the secret key's file
    QString signature;  ///< rotate: where the old key's signature of the new one is
    QString passwordFile;
    QString passwordDescriptor;
    QString folder;
};

struct CatalogClassifyOptions {
    QString path;      ///< a catalog, a folder of scripts or a script
    QString database;  ///< postgresql:VERSION or sqlite
    QString failOn;    ///< error, warning, note or never
    OutputOptions output;
};

struct FleetOptions {
    QString catalog;
    TrustOptions trust;
    QString sites;
    SiteOptions site;  ///< what holds for all of them; without site and from
    GoalOptions goal;
    OutputOptions output;
    bool strict = false;
};

struct DemoOptions {
    QString folder;
    bool postgresql = false;
    bool stop = false;
};

}  // namespace cli
