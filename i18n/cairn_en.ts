<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AlternativesText</name>
    <message numerus="yes">
        <source>%1: %n way(s) from %2 to %3</source>
        <translation>
            <numerusform>%1: %n way from %2 to %3</numerusform>
            <numerusform>%1: %n ways from %2 to %3</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CatalogChangeCommand</name>
    <message numerus="yes">
        <source>%n release(s) were imported as the product %1.</source>
        <translation>
            <numerusform>%n release was imported as the product %1.</numerusform>
            <numerusform>%n releases were imported as the product %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CatalogCommand</name>
    <message numerus="yes">
        <source>%1: %n release(s), %2</source>
        <translation>
            <numerusform>%1: %n release, %2</numerusform>
            <numerusform>%1: %n releases, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n release(s), nothing found.</source>
        <translation>
            <numerusform>%1: %n release, nothing found.</numerusform>
            <numerusform>%1: %n releases, nothing found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n release(s), %2.</source>
        <extracomment>%2 is &quot;3 findings&quot; in your language; %n counts releases.</extracomment>
        <translation>
            <numerusform>%1: %n release, %2.</numerusform>
            <numerusform>%1: %n releases, %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Diagnostics</name>
    <message numerus="yes">
        <source>There may be more; these are the first %n.</source>
        <translation>
            <numerusform>There may be more; this is the first.</numerusform>
            <numerusform>There may be more; these are the first %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Diffs</name>
    <message numerus="yes">
        <source>None: %n question(s) were asked of both, and the answers are the same.</source>
        <translation>
            <numerusform>None: %n question was asked of both, and the answers are the same.</numerusform>
            <numerusform>None: %n questions were asked of both, and the answers are the same.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Failures</name>
    <message numerus="yes">
        <source>Hop %1: the old release is put back; the data stays as it is.</source>
        <translation>
            <numerusform>Hop %1: the old release is put back; the data stays as it is.</numerusform>
            <numerusform>Hops %1: the old release is put back; the data stays as it is.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hop %1: the backup is restored and the old release started; that takes up to %2.</source>
        <translation>
            <numerusform>Hop %1: the backup is restored and the old release started; that takes up to %2.</numerusform>
            <numerusform>Hops %1: the backup is restored and the old release started; that takes up to %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hop %1: the backup is restored and the old release started.</source>
        <translation>
            <numerusform>Hop %1: the backup is restored and the old release started.</numerusform>
            <numerusform>Hops %1: the backup is restored and the old release started.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hop %1 turns back by itself until the new release is opened to users.</source>
        <translation>
            <numerusform>Hop %1 turns back by itself until the new release is opened to users.</numerusform>
            <numerusform>Hops %1 turn back by themselves until the new release is opened to users.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hop %1 turns back by itself until the step %2 has begun.</source>
        <translation>
            <numerusform>Hop %1 turns back by itself until the step %2 has begun.</numerusform>
            <numerusform>Hops %1 turn back by themselves until the step %2 has begun.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message numerus="yes">
        <source>From none of the %n release(s) %1 to %2 does a path lead to %3, whatever the site is like. Allow a hop that leads on.</source>
        <translation>
            <numerusform>From none of the %n release %1 to %2 does a path lead to %3, whatever the site is like. Allow a hop that leads on.</numerusform>
            <numerusform>From none of the %n releases %1 to %2 does a path lead to %3, whatever the site is like. Allow a hop that leads on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>From none of the %n release(s) %1 to %2 does a path lead to %3 at sites where %4 is %5. Allow them a hop that leads on.</source>
        <extracomment>%4 is a fact, such as edition or channel, %5 what it is at these sites.</extracomment>
        <translation>
            <numerusform>From none of the %n release %1 to %2 does a path lead to %3 at sites where %4 is %5. Allow them a hop that leads on.</numerusform>
            <numerusform>From none of the %n releases %1 to %2 does a path lead to %3 at sites where %4 is %5. Allow them a hop that leads on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The catalog was published on %1, %n day(s) ago, and may not know the newest releases. Publish a newer one.</source>
        <translation>
            <numerusform>The catalog was published on %1, %n day ago, and may not know the newest releases. Publish a newer one.</numerusform>
            <numerusform>The catalog was published on %1, %n days ago, and may not know the newest releases. Publish a newer one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Fleets</name>
    <message numerus="yes">
        <source>%n site(s)</source>
        <translation>
            <numerusform>%n site</numerusform>
            <numerusform>%n sites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more release(s) are stops of fewer sites.</source>
        <translation>
            <numerusform>%n more release is a stop of fewer sites.</numerusform>
            <numerusform>%n more releases are stops of fewer sites.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lists</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <extracomment>A list too long to show whole; %1 is its beginning.</extracomment>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Outcomes</name>
    <message numerus="yes">
        <source>%1: the way on from %2 depends on %n answer(s)</source>
        <translation>
            <numerusform>%1: the way on from %2 depends on %n answer</numerusform>
            <numerusform>%1: the way on from %2 depends on %n answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Opens the way in %n hop(s): %1</source>
        <translation>
            <numerusform>Opens the way in %n hop: %1</numerusform>
            <numerusform>Opens the way in %n hops: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at least %1; the catalog gives no times for %n of the hops</source>
        <translation>
            <numerusform>at least %1; the catalog gives no times for one of the hops</numerusform>
            <numerusform>at least %1; the catalog gives no times for %n of the hops</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Plans</name>
    <message numerus="yes">
        <source>Work: %n step(s).</source>
        <translation>
            <numerusform>Work: %n step.</numerusform>
            <numerusform>Work: %n steps.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Work: %n migration(s).</source>
        <translation>
            <numerusform>Work: %n migration.</numerusform>
            <numerusform>Work: %n migrations.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Work: %n migration(s) and %1.</source>
        <extracomment>%1 is &quot;3 steps&quot; in your language; %n counts migrations.</extracomment>
        <translation>
            <numerusform>Work: %n migration and %1.</numerusform>
            <numerusform>Work: %n migrations and %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: from %2 to %3 in %n hop(s)</source>
        <translation>
            <numerusform>%1: from %2 to %3 in %n hop</numerusform>
            <numerusform>%1: from %2 to %3 in %n hops</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hop(s): %1</source>
        <translation>
            <numerusform>%n hop: %1</numerusform>
            <numerusform>%n hops: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Quantities</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message numerus="yes">
        <source>%n hop(s): compared with the first way it %1.</source>
        <translation>
            <numerusform>%n hop: compared with the first way it %1.</numerusform>
            <numerusform>%n hops: compared with the first way it %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Also with %n other combination(s) of answers.</source>
        <translation>
            <numerusform>Also with %n other combination of answers.</numerusform>
            <numerusform>Also with %n other combinations of answers.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>These are %1 of %n different way(s) that were found, the shortest and the longest among them.</source>
        <translation>
            <numerusform>This is %1 of %n different way that was found, the shortest and the longest among them.</numerusform>
            <numerusform>These are %1 of %n different ways that were found, the shortest and the longest among them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message numerus="yes">
        <source>Release %1 is offered to %n channel(s) only: %2.</source>
        <translation>
            <numerusform>Release %1 is offered to %n channel only: %2.</numerusform>
            <numerusform>Release %1 is offered to %n channels only: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Release %2 lacks %n migration(s) that %1 has already applied: %3.</source>
        <translation>
            <numerusform>Release %2 lacks %n migration that %1 has already applied: %3.</numerusform>
            <numerusform>Release %2 lacks %n migrations that %1 has already applied: %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>one of the %n release(s) from %1 to %2</source>
        <translation>
            <numerusform>one of the %n release from %1 to %2</numerusform>
            <numerusform>one of the %n releases from %1 to %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SchemaPage</name>
    <message numerus="yes">
        <source>%n statement(s)</source>
        <translation>
            <numerusform>%n statement</numerusform>
            <numerusform>%n statements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n step(s).</source>
        <extracomment>%1 is &quot;5 statements&quot; in your language; %n counts releases or numbered scripts.</extracomment>
        <translation>
            <numerusform>%1 in %n step.</numerusform>
            <numerusform>%1 in %n steps.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n step(s) there is nothing to look at.</source>
        <translation>
            <numerusform>In %n step there is nothing to look at.</numerusform>
            <numerusform>In %n steps there is nothing to look at.</numerusform>
        </translation>
    </message>
</context>
</TS>
