<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Page</name>
    <message>
        <source>%1 is being upgraded</source>
        <translation>%1 をアップグレードしています</translation>
    </message>
    <message>
        <source>The service is being upgraded</source>
        <translation>サービスをアップグレードしています</translation>
    </message>
    <message>
        <source>The service is stopped while a new release is installed. Your data was backed up before the work began and is kept.</source>
        <translation>新しいリリースをインストールするあいだ、サービスを停止しています。データは作業開始前にバックアップしてあり、失われることはありません。</translation>
    </message>
    <message>
        <source>It is not known yet when the work will end.</source>
        <translation>作業の終了時刻はまだ分かりません。</translation>
    </message>
    <message>
        <source>It is expected to end on %1 at %2.</source>
        <translation>%1 %2 に終了する予定です。</translation>
    </message>
    <message>
        <source>The work takes longer than planned; it was expected to end on %1 at %2.</source>
        <translation>作業に予定より時間がかかっています。終了予定は %1 %2 でした。</translation>
    </message>
    <message>
        <source>There is nothing that you have to do: this page tries again by itself.</source>
        <translation>操作は必要ありません。このページは自動的に再読み込みされます。</translation>
    </message>
    <message>
        <source>Site: %1.</source>
        <translation>サイト: %1</translation>
    </message>
</context>
</TS>
