#include "app/demo/chart.h"

#include <QStringList>

namespace demo {

namespace {

QStringList customerNames()
{
    return {
        QStringLiteral("Bjørn Sørensen AS"),   QStringLiteral("Åse Ødegård"),       QStringLiteral("Müller & Söhne"),
        QStringLiteral("Café Montréal"),       QStringLiteral("Læsø Salt ApS"),     QStringLiteral("O'Brien Shipping"),
        QStringLiteral("Zürich Handels AG"),   QStringLiteral("Ñandú Trading"),     QStringLiteral("Smørås Maskin"),
        QStringLiteral("Grün und Weiß KG"),    QStringLiteral("Hågensen Bygg"),     QStringLiteral("Dublin Fish Ltd"),
        QStringLiteral("Sélection Française"), QStringLiteral("Tromsø Brygge"),     QStringLiteral("Jönköping Trä"),
        QStringLiteral("Coöperatie Zuid"),     QStringLiteral("Ísafjörður Fiskur"), QStringLiteral("Kåre Næss"),
        QStringLiteral("Bär & Löwe"),          QStringLiteral("Vågå Kraft")};
}

QStringList supplierNames()
{
    return {QStringLiteral("Østfold Papir"),  QStringLiteral("Rhône Vins"),   QStringLiteral("Strøm og Lys"),
            QStringLiteral("Würth-Kessel"),   QStringLiteral("Nordsjø Olje"), QStringLiteral("Genève Assurances"),
            QStringLiteral("Bærum Data"),     QStringLiteral("Malmö Frakt"),  QStringLiteral("Cork Packaging"),
            QStringLiteral("Førde Transport")};
}

QStringList expenseNames()
{
    return {QStringLiteral("Varekjøp"),       QStringLiteral("Frakt og spedisjon"), QStringLiteral("Husleie"),
            QStringLiteral("Strøm"),          QStringLiteral("Rekvisita"),          QStringLiteral("Vedlikehold"),
            QStringLiteral("Reisekostnader"), QStringLiteral("Forsikring"),         QStringLiteral("Telefon og porto"),
            QStringLiteral("Møter og kurs"),  QStringLiteral("Bankgebyr"),          QStringLiteral("Markedsføring")};
}

}  // namespace

Chart makeChart()
{
    const QStringList currencies{QStringLiteral("NOK"), QStringLiteral("EUR"), QStringLiteral("GBP"),
                                 QStringLiteral("CHF")};
    Chart chart;
    const auto add = [&chart](int number, const QString& name, const char* kind, const QString& currency) {
        chart.accounts.append({QString::number(number), name, QLatin1StringView(kind), currency});
        return static_cast<int>(chart.accounts.size()) - 1;
    };
    chart.bank = add(1920, QStringLiteral("Bankinnskudd"), "asset", currencies[0]);
    chart.sales = add(3000, QStringLiteral("Salgsinntekt, avgiftspliktig"), "income", currencies[0]);
    chart.outgoingTax = add(2700, QStringLiteral("Utgående merverdiavgift"), "liability", currencies[0]);
    chart.incomingTax = add(2710, QStringLiteral("Inngående merverdiavgift"), "asset", currencies[0]);
    chart.wages = add(5000, QStringLiteral("Lønn til ansatte"), "expense", currencies[0]);
    chart.firstExpense = static_cast<int>(chart.accounts.size());
    const QStringList expenses = expenseNames();
    for (const QString& name : expenses) {
        add(6000 + 10 * chart.expenses++, name, "expense", currencies[0]);
    }
    chart.firstCustomer = static_cast<int>(chart.accounts.size());
    const QStringList customers = customerNames();
    for (const QString& name : customers) {
        add(15000 + chart.customers, name, "asset", currencies[chart.customers % 4]);
        ++chart.customers;
    }
    chart.firstSupplier = static_cast<int>(chart.accounts.size());
    const QStringList suppliers = supplierNames();
    for (const QString& name : suppliers) {
        add(24000 + chart.suppliers, name, "liability", currencies[chart.suppliers % 4]);
        ++chart.suppliers;
    }
    return chart;
}

}  // namespace demo
