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

struct PlanOptions {
    QString catalog;
    SiteOptions site;
    GoalOptions goal;
    OutputOptions output;
};

struct ExplainOptions {
    QString catalog;
    SiteOptions site;
    GoalOptions goal;
    OutputOptions output;
};

struct RunOptions {
    QString plan;
    QString site;
    QString catalog;
    QString artefacts;
    bool allowUnsigned = false;
};

struct ResumeOptions {
    QString site;
};

struct PauseOptions {
    QString site;
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

struct DemoOptions {
    QString folder;
};

}  // namespace cli
