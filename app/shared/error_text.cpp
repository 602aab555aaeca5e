#include "app/shared/error_text.h"

#include "app/shared/form_text.h"
#include "app/shared/list_text.h"
#include "app/shared/quantity_text.h"
#include "app/shared/trust_text.h"

#include <QCoreApplication>

namespace app {

namespace {

using catalog::Error;
using catalog::ErrorCode;

struct Errors {
    Q_DECLARE_TR_FUNCTIONS(Errors)
};

QString quotedNames(const std::vector<std::string>& names)
{
    QStringList texts;
    for (const std::string& name : names) {
        texts.push_back(quoted(name));
    }
    return either(texts);
}

QString size(const std::string& bytes)
{
    bool number = false;
    const QString text = fromUtf8(bytes);
    const qulonglong value = text.toULongLong(&number);
    return number ? sizeText(value) : text;
}

QString fileSentence(const Error& error)
{
    const QString subject = fromUtf8(error.subject);
    switch (error.code) {
    case ErrorCode::fileMissing:
        if (!error.expected.empty()) {
            return Errors::tr(
                       "There is no such file or folder. Check the path, or name a catalog that comes with Cairn: "
                       "%1.")
                .arg(either(fromUtf8(error.expected)));
        }
        return Errors::tr("There is no such file or folder. Check the path.");
    case ErrorCode::fileUnreadable:
        if (subject.isEmpty()) {
            return Errors::tr("This cannot be read. Check that it is a file or folder you may read.");
        }
        //: %1 is the operating system's own words.
        return Errors::tr("This cannot be read (%1). Check that it is a file or folder you may read.").arg(subject);
    case ErrorCode::fileEmpty:
        return Errors::tr("There is nothing in it. A catalog begins with \"cairn: 1\", a site file with "
                          "\"cairn-site: 1\".");
    case ErrorCode::fileBinary:
        return Errors::tr("This is neither text nor a compiled catalog. Catalogs are YAML, JSON or a .cairn file.");
    case ErrorCode::fileTooLarge:
        if (error.expected.empty()) {
            return Errors::tr("This is too large to be read (%1).").arg(size(error.subject));
        }
        return Errors::tr("This is too large to be read: it has %1, and at most %2 are read.")
            .arg(size(error.subject), size(error.expected.front()));
    case ErrorCode::yamlSyntax:
        //: %1 is the YAML parser's own words, in English.
        return Errors::tr("This is not YAML that can be read: %1.").arg(subject);
    case ErrorCode::yamlCycle:
        return Errors::tr("The anchor %1 contains itself. Write the value out instead of the alias.")
            .arg(quoted(subject));
    case ErrorCode::yamlTooDeep:
        return Errors::tr("The values are nested too deeply to be a catalog or a site.");
    case ErrorCode::yamlTooManyNodes:
        return Errors::tr("There are too many values in it once its aliases are expanded.");
    case ErrorCode::duplicateKey:
        if (error.related.line > 0) {
            return Errors::tr("The key %1 stands here a second time; it was first at %2. Keep one of them.")
                .arg(quoted(subject), placeText(error.related));
        }
        return Errors::tr("The key %1 stands here a second time. Keep one of them.").arg(quoted(subject));
    case ErrorCode::notUtf8:
        return Errors::tr("The text is not UTF-8. Save it in that encoding.");
    case ErrorCode::storeDamaged:
        //: %1 is SQLite's own words, in English.
        return Errors::tr("The compiled catalog is damaged and cannot be read (%1). Fetch it again.").arg(subject);
    case ErrorCode::storeForeign:
        return Errors::tr("This is an SQLite file, but not a compiled catalog. `cairn catalog compile` makes one.");
    case ErrorCode::storeDigest:
        return Errors::tr("The compiled catalog does not match its own digest: it was altered or damaged. "
                          "Fetch it again.");
    default:
        return {};
    }
}

QString shapeSentence(const Error& error)
{
    const QString subject = fromUtf8(error.subject);
    const bool hint = !error.expected.empty();
    switch (error.code) {
    case ErrorCode::unknownKey:
        return hint ? Errors::tr("The key %1 is not known here; the nearest is %2.")
                          .arg(quoted(subject), quotedNames(error.expected))
                    : Errors::tr("The key %1 is not known here.").arg(quoted(subject));
    case ErrorCode::missingKey:
        return Errors::tr("The key %1 is missing here.").arg(quoted(subject));
    case ErrorCode::wrongKind:
        return hint ? Errors::tr("This is %1, where %2 would be right.")
                          .arg(kindText(error.subject), formTexts(error.expected))
                    : Errors::tr("This is %1, which is not what belongs here.").arg(kindText(error.subject));
    case ErrorCode::badValue:
        return hint ? Errors::tr("The value %1 cannot stand here; right would be %2.")
                          .arg(quoted(subject), formTexts(error.expected))
                    : Errors::tr("The value %1 cannot stand here.").arg(quoted(subject));
    case ErrorCode::formatVersion:
        return hint ? Errors::tr("This is format version %1; this program reads version %2.")
                          .arg(subject, either(fromUtf8(error.expected)))
                    : Errors::tr("This is format version %1, which this program does not read.").arg(subject);
    case ErrorCode::duplicateName:
        if (error.related.line > 0) {
            return Errors::tr("The name %1 is given a second time; it was first given at %2.")
                .arg(quoted(subject), placeText(error.related));
        }
        return Errors::tr("The name %1 is given a second time.").arg(quoted(subject));
    case ErrorCode::unknownName:
        return hint ? Errors::tr("Nothing is called %1; right would be %2.")
                          .arg(quoted(subject), quotedNames(error.expected))
                    : Errors::tr("Nothing is called %1.").arg(quoted(subject));
    default:
        return {};
    }
}

QString badVersion(const Error& error)
{
    const std::string& expected = error.expected.front();
    const QString form = versionForm(expected);
    return form == fromUtf8(expected)
               ? Errors::tr("%1 is not a version in the catalog's scheme; right would be %2.")
                     .arg(quoted(error.subject), either(fromUtf8(error.expected)))
               //: %2 is numeric, semver or debian, %3 an example of such a version.
               : Errors::tr("%1 is not a version in the catalog's scheme, which is %2; right would be one like %3.")
                     .arg(quoted(error.subject), fromUtf8(expected), form);
}

QString contradiction(const Error& error)
{
    const QString subject = fromUtf8(error.subject);
    if (subject == QStringLiteral("compat") || subject == QStringLiteral("compat_expanded")) {
        return Errors::tr("The %1 of a release is never above its %2. Lower it.")
            .arg(subject, either(fromUtf8(error.expected)));
    }
    if (subject == QStringLiteral("values")) {
        return Errors::tr("Only facts of the type %1 have values to choose from. Leave them out, or change the type.")
            .arg(either(fromUtf8(error.expected)));
    }
    if (subject == QStringLiteral("timeout")) {
        return Errors::tr("Steps of the driver %1 have no timeout: a person takes as long as it takes, and the run "
                          "waits. Leave it out.")
            .arg(either(fromUtf8(error.expected)));
    }
    if (subject == QStringLiteral("before-start")) {
        return Errors::tr("Only steps of the phase %1 are done before the start or after it. Leave this out.")
            .arg(either(fromUtf8(error.expected)));
    }
    if (error.related.line > 0 && error.expected.size() == 1 && subject != QStringLiteral("expires")) {
        return Errors::tr("%1 contradicts what stands at %2; right would be %3.")
            .arg(quoted(subject), placeText(error.related), fromUtf8(error.expected.front()));
    }
    if (error.related.line > 0) {
        return Errors::tr("%1 contradicts what stands at %2. Correct one of them.")
            .arg(quoted(subject), placeText(error.related));
    }
    return error.expected.size() == 1 ? Errors::tr("%1 contradicts what is required; right would be %2.")
                                            .arg(quoted(subject), fromUtf8(error.expected.front()))
                                      : Errors::tr("These contradict each other: %1.").arg(subject);
}

QString meaningSentence(const Error& error)
{
    const QString subject = fromUtf8(error.subject);
    const bool hint = !error.expected.empty();
    switch (error.code) {
    case ErrorCode::badVersion:
        return hint ? badVersion(error)
                    : Errors::tr("%1 is not a version in the catalog's scheme.").arg(quoted(subject));
    case ErrorCode::badRange:
        return Errors::tr("%1 is not a range of versions. Ranges look like \">=4.2 <5\", \"5.0.*\" or \"4.9.0\".")
            .arg(quoted(subject));
    case ErrorCode::lineOrder:
        return Errors::tr("The line %1 branches from a release of a line that is not listed before it. "
                          "List lines from the oldest to the newest.")
            .arg(quoted(subject));
    case ErrorCode::schemaFalls:
        return Errors::tr("The schema version of release %1 is lower than that of the release before it on its line. "
                          "Along a line it never falls.")
            .arg(subject);
    case ErrorCode::scriptMissing:
        return Errors::tr("The script %1 does not exist. Its path is relative to the catalog's folder.")
            .arg(quoted(subject));
    case ErrorCode::scriptOutside:
        return Errors::tr("The script %1 lies outside of the catalog's folder, where it may not be.")
            .arg(quoted(subject));
    case ErrorCode::contradiction:
        return contradiction(error);
    case ErrorCode::edgeToItself:
        return Errors::tr("The edge from release %1 leads to itself. Leave it out.").arg(quoted(subject));
    case ErrorCode::edgeCycle:
        return Errors::tr("The edges go in a circle: %1. An upgrade graph has none.").arg(subject);
    case ErrorCode::edgeOutside:
        return hint ? Errors::tr("The edge points at node %1, which does not exist; right would be %2.")
                          .arg(quoted(subject), formTexts(error.expected))
                    : Errors::tr("The edge points at node %1, which does not exist.").arg(quoted(subject));
    case ErrorCode::csvQuote:
        return Errors::tr("The quotation marks of this row do not match.");
    case ErrorCode::csvCells:
        return Errors::tr("This row has %1 cells, and the header has %2.")
            .arg(subject, either(fromUtf8(error.expected)));
    case ErrorCode::csvTooLong:
        return Errors::tr("This row is longer than the %1 that are read.").arg(size(error.subject));
    case ErrorCode::noSuchColumn:
        return hint ? Errors::tr("The column %1 means nothing here; the nearest is %2.")
                          .arg(quoted(subject), quotedNames(error.expected))
                    : Errors::tr("The column %1 means nothing here.").arg(quoted(subject));
    case ErrorCode::noSuchRelease:
        return hint ? Errors::tr("The catalog has no release %1; the nearest it has is %2.")
                          .arg(quoted(subject), either(fromUtf8(error.expected)))
                    : Errors::tr("The catalog has no release %1. `cairn catalog show` lists those it has.")
                          .arg(quoted(subject));
    case ErrorCode::ambiguousRelease:
        return hint ? Errors::tr("%1 may mean %2. Say which.").arg(quoted(subject), either(fromUtf8(error.expected)))
                    : Errors::tr("%1 may mean several releases. Say which.").arg(quoted(subject));
    case ErrorCode::otherProduct:
        return hint ? Errors::tr("This is for the product %1, but %2 is wanted.")
                          .arg(quoted(subject), either(fromUtf8(error.expected)))
                    : Errors::tr("This is for another product, %1.").arg(quoted(subject));
    case ErrorCode::cannotWrite:
        //: %1 is a path and, where known, the operating system's own words.
        return Errors::tr("Cannot write: %1.").arg(subject);
    default:
        return {};
    }
}

}  // namespace

QString placeText(const catalog::Place& place)
{
    QString text = fromUtf8(place.file);
    if (place.line > 0) {
        text += QStringLiteral(":%1").arg(place.line);
    }
    if (place.line > 0 && place.column > 0) {
        text += QStringLiteral(":%1").arg(place.column);
    }
    return text;
}

QString sentence(const Error& error)
{
    for (auto* const make : {&fileSentence, &shapeSentence, &meaningSentence, &trustSentence}) {
        QString text = make(error);
        if (!text.isEmpty()) {
            return text;
        }
    }
    return {};
}

QString placedSentence(const Error& error)
{
    const QString place = placeText(error.place);
    return place.isEmpty() ? sentence(error) : QStringLiteral("%1: %2").arg(place, sentence(error));
}

}  // namespace app
