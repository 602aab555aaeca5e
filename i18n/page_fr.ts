<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>Page</name>
    <message>
        <source>%1 is being upgraded</source>
        <translation>Mise à jour de %1 en cours</translation>
    </message>
    <message>
        <source>The service is being upgraded</source>
        <translation>Mise à jour du service en cours</translation>
    </message>
    <message>
        <source>The service is stopped while a new release is installed. Your data was backed up before the work began and is kept.</source>
        <translation>Le service est arrêté pendant l’installation d’une nouvelle version. Vos données ont été sauvegardées avant le début des travaux et sont conservées.</translation>
    </message>
    <message>
        <source>It is not known yet when the work will end.</source>
        <translation>On ne sait pas encore quand les travaux se termineront.</translation>
    </message>
    <message>
        <source>It is expected to end on %1 at %2.</source>
        <translation>La fin des travaux est prévue pour le %1 à %2.</translation>
    </message>
    <message>
        <source>The work takes longer than planned; it was expected to end on %1 at %2.</source>
        <translation>Les travaux durent plus longtemps que prévu ; leur fin était prévue pour le %1 à %2.</translation>
    </message>
    <message>
        <source>There is nothing that you have to do: this page tries again by itself.</source>
        <translation>Vous n’avez rien à faire : cette page réessaie d’elle-même.</translation>
    </message>
    <message>
        <source>Site: %1.</source>
        <translation>Site : %1.</translation>
    </message>
</context>
</TS>
