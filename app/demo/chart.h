#pragma once

#include <QList>
#include <QString>

namespace demo {

struct ChartAccount {
    QString number;
    QString name;
    QString kind;
    QString currency;
};

/// The chart of accounts of the demo company: general accounts, then one per customer and per supplier.
struct Chart {
    QList<ChartAccount> accounts;
    int bank = 0;  ///< these are positions in accounts
    int sales = 0;
    int outgoingTax = 0;
    int incomingTax = 0;
    int wages = 0;
    int firstExpense = 0;
    int expenses = 0;
    int firstCustomer = 0;
    int customers = 0;
    int firstSupplier = 0;
    int suppliers = 0;
};

[[nodiscard]] Chart makeChart();

}  // namespace demo
