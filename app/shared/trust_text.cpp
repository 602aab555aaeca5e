#include "app/shared/trust_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

using catalog::Error;
using catalog::ErrorCode;

struct TrustTexts {
    Q_DECLARE_TR_FUNCTIONS(Trust)
};

QString expectedAt(const Error& error, std::size_t index)
{
    return index < error.expected.size() ? fromUtf8(error.expected[index]) : QString();
}

QString foreign(const Error& error)
{
    const QString product = expectedAt(error, 1);
    if (product.isEmpty()) {
        return TrustTexts::tr("This is signed with the key %1, not with the key %2, which it has to be.")
            .arg(fromUtf8(error.subject), expectedAt(error, 0));
    }
    return TrustTexts::tr("The catalog is signed with the key %1, but for the product %2 the key %3 is pinned here. If "
                          "the vendor says that the key has changed, ask for the new one, signed with the old one, and "
                          "give it to `cairn catalog key rotate`.")
        .arg(fromUtf8(error.subject), quoted(product), expectedAt(error, 0));
}

QString sequenceBack(const Error& error)
{
    if (error.subject.empty()) {
        return TrustTexts::tr(
                   "The catalog has no sequence, and one with the sequence %1 was seen here before: this may "
                   "be an older one. Get the newest catalog from the vendor.")
            .arg(expectedAt(error, 0));
    }
    return TrustTexts::tr(
               "The catalog has the sequence %1, and one with %2 was seen here before: this is an older one. "
               "Get the newest catalog from the vendor.")
        .arg(fromUtf8(error.subject), expectedAt(error, 0));
}

QString signatureSentence(const Error& error)
{
    const QString subject = fromUtf8(error.subject);
    switch (error.code) {
    case ErrorCode::signatureMalformed:
        //: %1 is what would stand at the place, such as 100 characters of base64.
        return TrustTexts::tr("This is not a signature as minisign writes them: here would be %1. Fetch it again.")
            .arg(expectedAt(error, 0));
    case ErrorCode::signatureMissing:
        return TrustTexts::tr(
                   "The catalog is not signed, and the key %1 has to have signed it. Get its signature, which "
                   "belongs at %2; or say --allow-unsigned if you trust where the catalog comes from.")
            .arg(subject, expectedAt(error, 0));
    case ErrorCode::signatureForeign:
        return foreign(error);
    case ErrorCode::signatureWrong:
        return TrustTexts::tr("This is not what the key %1 has signed: it was altered or damaged, or the signature %2 "
                              "belongs to another file. Fetch both again.")
            .arg(subject, expectedAt(error, 0));
    case ErrorCode::signatureComment:
        return TrustTexts::tr("The signature's trusted comment is not what the key %1 has signed: it was altered or "
                              "damaged. Fetch the signature again.")
            .arg(subject);
    case ErrorCode::signatureClaims:
        return subject.isEmpty()
                   ? TrustTexts::tr("The signature's trusted comment does not say %1, which it has to.")
                         .arg(quoted(expectedAt(error, 0)))
                   : TrustTexts::tr("The signature is for %1, and this is %2: they do not belong together.")
                         .arg(quoted(subject), quoted(expectedAt(error, 0)));
    case ErrorCode::catalogExpired:
        return TrustTexts::tr(
                   "The catalog was to be trusted until %1, and today is %2. Get a newer one from the vendor, "
                   "or set the clock right.")
            .arg(subject, expectedAt(error, 0));
    case ErrorCode::sequenceBack:
        return sequenceBack(error);
    case ErrorCode::sequenceMissing:
        return TrustTexts::tr("The catalog has no sequence, so nobody could tell it from an older one. Write "
                              "\"sequence: 1\" beside its product, and a higher number each time it is published.");
    case ErrorCode::notCompiled:
        return TrustTexts::tr("Only a compiled catalog can be signed, because its scripts are inside. Make one with "
                              "`cairn catalog compile %1 -o NAME.cairn`.")
            .arg(subject);
    default:
        return {};
    }
}

QString keySentence(const Error& error)
{
    const QString subject = fromUtf8(error.subject);
    switch (error.code) {
    case ErrorCode::keyMalformed:
        return error.subject == "secret key"
                   ? TrustTexts::tr("This is not a secret key as minisign writes them: here would be %1.")
                         .arg(expectedAt(error, 0))
                   : TrustTexts::tr("This is not a public key as minisign writes them: here would be %1.")
                         .arg(expectedAt(error, 0));
    case ErrorCode::sequenceUnreadable:
        return TrustTexts::tr(
                   "Here would be the highest sequence that was seen, a number, and not %1. Write the sequence "
                   "of the newest catalog that you know.")
            .arg(quoted(subject));
    case ErrorCode::passwordMissing:
        return TrustTexts::tr("The secret key has a password, and nothing gives it. Name a file that holds it with "
                              "--password-file, an open descriptor with --password-fd, set CAIRN_KEY_PASSWORD, or call "
                              "this on a terminal.");
    case ErrorCode::passwordWrong:
        return TrustTexts::tr("That is not the password of this secret key.");
    case ErrorCode::keyPinned:
        return TrustTexts::tr(
                   "For the product %1 another key is pinned already, %2. If the vendor has changed keys, use "
                   "`cairn catalog key rotate`. If the old key is lost, make sure of the new one by other "
                   "means than the one that brought it, and say --replace %2.")
            .arg(quoted(subject), expectedAt(error, 0));
    case ErrorCode::keyNotPinned:
        return TrustTexts::tr(
                   "No key is pinned for the product %1, so there is none to change. Pin one with `cairn catalog "
                   "key pin FILE --product %2`.")
            .arg(quoted(subject), subject);
    case ErrorCode::nowhereToWrite:
        return TrustTexts::tr("Nothing says where keys and sequences are kept: there is no home folder. Name one with "
                              "--trust FOLDER.");
    default:
        return {};
    }
}

}  // namespace

QString trustSentence(const Error& error)
{
    const QString text = signatureSentence(error);
    return text.isEmpty() ? keySentence(error) : text;
}

QString trustText(const catalog::Trust& trust)
{
    switch (trust.state) {
    case catalog::TrustState::isSigned:
        //: What is known about a catalog's signature; %1 is a key's id.
        return TrustTexts::tr("signed with the key %1").arg(fromUtf8(trust.key->text()));
    case catalog::TrustState::unknownKey:
        //: What is known about a catalog's signature; %1 is a key's id.
        return TrustTexts::tr("signed with the key %1, which nobody has pinned here").arg(fromUtf8(trust.key->text()));
    case catalog::TrustState::isUnsigned:
        break;
    }
    //: What is known about a catalog's signature.
    return TrustTexts::tr("not signed");
}

QString trustWarning(const catalog::Trust& trust, const catalog::Loaded& loaded)
{
    const QString path = fromUtf8(loaded.path);
    switch (trust.state) {
    case catalog::TrustState::isSigned:
        return {};
    case catalog::TrustState::unknownKey:
        return TrustTexts::tr("The catalog %1 is signed with the key %2, but no key of the product %3 is pinned here: "
                              "nobody knows whose signature it is. `cairn catalog key pin` pins the vendor's key.")
            .arg(path, fromUtf8(trust.key->text()), quoted(loaded.catalog.product.id.text));
    case catalog::TrustState::isUnsigned:
        break;
    }
    return TrustTexts::tr("The catalog %1 is not signed: nobody vouches for what it says.").arg(path);
}

}  // namespace app
