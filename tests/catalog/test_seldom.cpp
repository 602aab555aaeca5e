#include "catalog/seldom.h"

#include <QtTest/QtTest>
#include <string>
#include <vector>

using catalog::Seldom;
using Texts = std::vector<std::string>;

/// A part that most values lack, shared by copies until one of them is changed.
class TestSeldom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isAsWideAsAPointer() { QCOMPARE(sizeof(Seldom<Texts>), sizeof(void*)); }

    void readsAsTheDefaultWhereNoneWasSet()
    {
        const Seldom<Texts> none;
        QVERIFY(none.empty());
        QCOMPARE(none.size(), std::size_t{0});
        QVERIFY(none == Seldom<Texts>(Texts{}));
        const Seldom<Texts> empty((Texts()));
        QVERIFY(&*none == &*empty);  // a default takes no memory of its own
    }

    void sharesWithItsCopies()
    {
        const Seldom<Texts> one(Texts{"a", "b"});
        Seldom<Texts> copy = one;
        QVERIFY(&*copy == &*one);
        QVERIFY(copy == one);
        copy.push_back(std::string("c"));
        QCOMPARE(*one, (Texts{"a", "b"}));
    }

    void changesNoCopy()
    {
        Seldom<Texts> one(Texts{"a"});
        const Seldom<Texts> copy = one;
        one.push_back(std::string("b"));
        QCOMPARE(*one, (Texts{"a", "b"}));
        QCOMPARE(*copy, Texts{"a"});
        QVERIFY(!(one == copy));
        const std::string* const kept = one->data();
        one.edit().pop_back();  // nobody else's any more: no copy is made
        QVERIFY(one->data() == kept);
    }

    void comparesByWhatItHolds()
    {
        QVERIFY(Seldom<Texts>(Texts{"a"}) == Seldom<Texts>(Texts{"a"}));
        QVERIFY(!(Seldom<Texts>(Texts{"a"}) == Seldom<Texts>()));
    }

    void givesItsPlaceUpWhenMovedFrom()
    {
        Seldom<Texts> one(Texts{"a"});
        const Seldom<Texts> other = std::move(one);
        QCOMPARE(*other, Texts{"a"});
        one = other;
        QVERIFY(&*one == &*other);
    }

    void outlivesItself()
    {
        Seldom<Texts> one(Texts{"a"});
        const Seldom<Texts>& same = one;
        one = same;
        QCOMPARE(*one, Texts{"a"});
        one.edit() = Texts{};
        QVERIFY(one.empty());
        QVERIFY(one == Seldom<Texts>());
    }
};

QTEST_APPLESS_MAIN(TestSeldom)
#include "test_seldom.moc"
