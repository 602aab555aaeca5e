<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Page</name>
    <message>
        <source>%1 is being upgraded</source>
        <translation>%1 wird aktualisiert</translation>
    </message>
    <message>
        <source>The service is being upgraded</source>
        <translation>Der Dienst wird aktualisiert</translation>
    </message>
    <message>
        <source>The service is stopped while a new release is installed. Your data was backed up before the work began and is kept.</source>
        <translation>Der Dienst ist angehalten, während eine neue Version installiert wird. Ihre Daten wurden vor Beginn der Arbeiten gesichert und bleiben erhalten.</translation>
    </message>
    <message>
        <source>It is not known yet when the work will end.</source>
        <translation>Wann die Arbeiten enden, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>It is expected to end on %1 at %2.</source>
        <translation>Das Ende wird für %1, %2, erwartet.</translation>
    </message>
    <message>
        <source>The work takes longer than planned; it was expected to end on %1 at %2.</source>
        <translation>Die Arbeiten dauern länger als geplant; ihr Ende war für %1, %2, erwartet worden.</translation>
    </message>
    <message>
        <source>There is nothing that you have to do: this page tries again by itself.</source>
        <translation>Sie müssen nichts tun: Diese Seite versucht es von selbst wieder.</translation>
    </message>
    <message>
        <source>Site: %1.</source>
        <translation>Standort: %1.</translation>
    </message>
</context>
</TS>
