#include "catalog/names.h"

namespace catalog {

const EnumNames<VersionScheme>& namesOf(VersionScheme /*any*/)
{
    static const EnumNames<VersionScheme> names{
        {VersionScheme::numeric, "numeric"}, {VersionScheme::semver, "semver"}, {VersionScheme::debian, "debian"}};
    return names;
}

const EnumNames<Policy>& namesOf(Policy /*any*/)
{
    static const EnumNames<Policy> names{{Policy::open, "open"}, {Policy::closed, "closed"}};
    return names;
}

const EnumNames<Backports>& namesOf(Backports /*any*/)
{
    static const EnumNames<Backports> names{{Backports::dated, "dated"}, {Backports::free, "free"}};
    return names;
}

const EnumNames<MaxStep>& namesOf(MaxStep /*any*/)
{
    static const EnumNames<MaxStep> names{{MaxStep::any, "any"}, {MaxStep::major, "major"}, {MaxStep::minor, "minor"}};
    return names;
}

const EnumNames<FactType>& namesOf(FactType /*any*/)
{
    static const EnumNames<FactType> names{{FactType::boolean, "boolean"},
                                           {FactType::number, "number"},
                                           {FactType::string, "string"},
                                           {FactType::version, "version"},
                                           {FactType::set, "set"}};
    return names;
}

const EnumNames<ReleaseState>& namesOf(ReleaseState /*any*/)
{
    static const EnumNames<ReleaseState> names{{ReleaseState::ok, "ok"},
                                               {ReleaseState::avoid, "avoid"},
                                               {ReleaseState::withdrawn, "withdrawn"},
                                               {ReleaseState::deadEnd, "dead-end"},
                                               {ReleaseState::unavailable, "unavailable"}};
    return names;
}

const EnumNames<MigrationPhase>& namesOf(MigrationPhase /*any*/)
{
    static const EnumNames<MigrationPhase> names{{MigrationPhase::expand, "expand"},
                                                 {MigrationPhase::migrate, "migrate"},
                                                 {MigrationPhase::contract, "contract"}};
    return names;
}

const EnumNames<DatabaseKind>& namesOf(DatabaseKind /*any*/)
{
    static const EnumNames<DatabaseKind> names{{DatabaseKind::sqlite, "sqlite"},
                                               {DatabaseKind::postgresql, "postgresql"}};
    return names;
}

const EnumNames<Driver>& namesOf(Driver /*any*/)
{
    static const EnumNames<Driver> names{{Driver::sql, "sql"},         {Driver::command, "command"},
                                         {Driver::archive, "archive"}, {Driver::deb, "deb"},
                                         {Driver::ansible, "ansible"}, {Driver::manual, "manual"}};
    return names;
}

const EnumNames<StepKind>& namesOf(StepKind /*any*/)
{
    static const EnumNames<StepKind> names{{StepKind::pure, "pure"},   {StepKind::ensure, "ensure"},
                                           {StepKind::tx, "tx"},       {StepKind::nontx, "nontx"},
                                           {StepKind::batch, "batch"}, {StepKind::opaque, "opaque"}};
    return names;
}

const EnumNames<Phase>& namesOf(Phase /*any*/)
{
    static const EnumNames<Phase> names{{Phase::preflight, "preflight"}, {Phase::expand, "expand"},
                                        {Phase::backfill, "backfill"},   {Phase::install, "install"},
                                        {Phase::migrate, "migrate"},     {Phase::verify, "verify"},
                                        {Phase::reveal, "reveal"},       {Phase::contract, "contract"}};
    return names;
}

}  // namespace catalog
