<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>Page</name>
    <message>
        <source>%1 is being upgraded</source>
        <translation>تجري ترقية %1</translation>
    </message>
    <message>
        <source>The service is being upgraded</source>
        <translation>تجري ترقية الخدمة</translation>
    </message>
    <message>
        <source>The service is stopped while a new release is installed. Your data was backed up before the work began and is kept.</source>
        <translation>الخدمة متوقفة أثناء تثبيت إصدار جديد. أُخذت نسخة احتياطية من بياناتك قبل بدء العمل، وهي محفوظة.</translation>
    </message>
    <message>
        <source>It is not known yet when the work will end.</source>
        <translation>لم يُعرف بعد متى سينتهي العمل.</translation>
    </message>
    <message>
        <source>It is expected to end on %1 at %2.</source>
        <translation>من المتوقع أن ينتهي العمل يوم %1 الساعة %2.</translation>
    </message>
    <message>
        <source>The work takes longer than planned; it was expected to end on %1 at %2.</source>
        <translation>يستغرق العمل وقتًا أطول من المخطط له؛ كان من المتوقع أن ينتهي يوم %1 الساعة %2.</translation>
    </message>
    <message>
        <source>There is nothing that you have to do: this page tries again by itself.</source>
        <translation>لا يلزمك فعل أي شيء: ستعيد هذه الصفحة المحاولة تلقائيًا.</translation>
    </message>
    <message>
        <source>Site: %1.</source>
        <translation>الموقع: %1.</translation>
    </message>
</context>
</TS>
