<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>Page</name>
    <message>
        <source>%1 is being upgraded</source>
        <translation>%1 se está actualizando</translation>
    </message>
    <message>
        <source>The service is being upgraded</source>
        <translation>El servicio se está actualizando</translation>
    </message>
    <message>
        <source>The service is stopped while a new release is installed. Your data was backed up before the work began and is kept.</source>
        <translation>El servicio está detenido mientras se instala una nueva versión. Se hizo una copia de seguridad de sus datos antes de empezar los trabajos, y se conservan.</translation>
    </message>
    <message>
        <source>It is not known yet when the work will end.</source>
        <translation>Aún no se sabe cuándo terminarán los trabajos.</translation>
    </message>
    <message>
        <source>It is expected to end on %1 at %2.</source>
        <translation>Está previsto que terminen el %1 a las %2.</translation>
    </message>
    <message>
        <source>The work takes longer than planned; it was expected to end on %1 at %2.</source>
        <translation>Los trabajos duran más de lo previsto; estaba previsto que terminaran el %1 a las %2.</translation>
    </message>
    <message>
        <source>There is nothing that you have to do: this page tries again by itself.</source>
        <translation>No tiene que hacer nada: esta página vuelve a intentarlo por sí sola.</translation>
    </message>
    <message>
        <source>Site: %1.</source>
        <translation>Sitio: %1.</translation>
    </message>
</context>
</TS>
