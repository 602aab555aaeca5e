<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="nb" sourcelanguage="en">
<context>
    <name>Page</name>
    <message>
        <source>%1 is being upgraded</source>
        <translation>%1 oppgraderes</translation>
    </message>
    <message>
        <source>The service is being upgraded</source>
        <translation>Tjenesten oppgraderes</translation>
    </message>
    <message>
        <source>The service is stopped while a new release is installed. Your data was backed up before the work began and is kept.</source>
        <translation>Tjenesten er stanset mens en ny versjon blir installert. Dataene dine ble sikkerhetskopiert før arbeidet begynte, og blir bevart.</translation>
    </message>
    <message>
        <source>It is not known yet when the work will end.</source>
        <translation>Det er ennå ikke kjent når arbeidet blir ferdig.</translation>
    </message>
    <message>
        <source>It is expected to end on %1 at %2.</source>
        <translation>Arbeidet ventes å være ferdig %1 kl. %2.</translation>
    </message>
    <message>
        <source>The work takes longer than planned; it was expected to end on %1 at %2.</source>
        <translation>Arbeidet tar lengre tid enn planlagt; det var ventet å være ferdig %1 kl. %2.</translation>
    </message>
    <message>
        <source>There is nothing that you have to do: this page tries again by itself.</source>
        <translation>Du trenger ikke å gjøre noe: Siden prøver igjen av seg selv.</translation>
    </message>
    <message>
        <source>Site: %1.</source>
        <translation>Sted: %1.</translation>
    </message>
</context>
</TS>
