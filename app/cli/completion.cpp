#include "app/cli/completion.h"

#include <QRegularExpression>
#include <algorithm>

namespace cli {

namespace {

enum class Value { none, file, choice, other };

Value valueOf(const OptionShape& option)
{
    static const QRegularExpression path(QStringLiteral("FILE|PATH|FOLDER|DIR|OLD|NEW"));
    if (option.form.isEmpty()) {
        return Value::none;
    }
    if (option.form == QStringLiteral("FORMAT") || option.form == QStringLiteral("ACTION")) {
        return Value::choice;
    }
    return option.form.contains(path) ? Value::file : Value::other;
}

/// What the purpose lists: "text, json or html".
QStringList choices(const OptionShape& option)
{
    static const QRegularExpression between(QStringLiteral(", | or |: "));
    static const QRegularExpression word(QStringLiteral("^[a-z]+$"));
    return option.purpose.split(between).filter(word);
}

QStringList allNames(const CommandShape& command)
{
    QStringList names;
    for (const OptionShape& option : command.options) {
        names += option.names;
    }
    for (const CommandShape& one : command.commands) {
        names.push_back(one.name);
    }
    return names;
}

bool takesFiles(const CommandShape& command)
{
    return std::any_of(command.options.begin(), command.options.end(), [](const OptionShape& option) {
        return option.names.isEmpty() && valueOf(option) == Value::file;
    });
}

/// For a shell's single quotes.
QString quotedWord(QString text)
{
    text.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + text + QLatin1Char('\'');
}

/// Every command with the words that lead to it.
template <typename Visit>
void forEach(const CommandShape& command, const QStringList& words, const Visit& visit)
{
    visit(command, words);
    for (const CommandShape& one : command.commands) {
        forEach(one, words + QStringList{one.name}, visit);
    }
}

QString bashWords(const CommandShape& command)
{
    QStringList words = allNames(command);
    for (const OptionShape& option : command.options) {
        if (option.names.isEmpty() && valueOf(option) == Value::choice) {
            words += choices(option);
        }
    }
    return words.join(QLatin1Char(' '));
}

/// What zsh's _arguments takes for one option.
QString zshArgument(const OptionShape& option)
{
    QString purpose = option.purpose;
    purpose.replace(QRegularExpression(QStringLiteral("([][:\\\\])")), QStringLiteral("\\\\1"));
    const Value value = valueOf(option);
    const QString after = value == Value::file ? QStringLiteral(":file:_files")
                          : value == Value::choice
                              ? QStringLiteral(":value:(%1)").arg(choices(option).join(QLatin1Char(' ')))
                          : value == Value::other ? QStringLiteral(":value:")
                                                  : QString();
    if (option.names.isEmpty()) {
        return QStringLiteral("    %1 \\\n").arg(quotedWord(QLatin1Char('*') + after));
    }
    QString text;
    for (const QString& name : option.names) {
        text += QStringLiteral("    %1 \\\n")
                    .arg(quotedWord(QLatin1Char('*') + name + QLatin1Char('[') + purpose + QLatin1Char(']') + after));
    }
    return text;
}

}  // namespace

QString bashCompletion(const CommandShape& program)
{
    QString find;
    QString values;
    QString words;
    forEach(program, {}, [&](const CommandShape& command, const QStringList& path) {
        const QString name = path.join(QLatin1Char(' '));
        if (!path.isEmpty()) {
            const QString parent = path.mid(0, path.size() - 1).join(QLatin1Char(' '));
            find += QStringLiteral("        \"%1/%2\") command=\"%3\" ;;\n").arg(parent, command.name, name);
        }
        words += QStringLiteral("    \"%1\") words=\"%2\"%3 ;;\n")
                     .arg(name, bashWords(command), takesFiles(command) ? QStringLiteral(" files=yes") : QString());
        for (const OptionShape& option : command.options) {
            for (const QString& one : option.names) {
                const Value value = valueOf(option);
                if (value != Value::none) {
                    const QString what =
                        value == Value::choice
                            ? QStringLiteral("words=\"%1\" files=no").arg(choices(option).join(QLatin1Char(' ')))
                        : value == Value::file ? QStringLiteral("words=\"\" files=yes")
                                               : QStringLiteral("words=\"\" files=no");
                    values += QStringLiteral("    \"%1 %2\") %3 ;;\n").arg(name, one, what);
                }
            }
        }
    });
    return QStringLiteral(R"(# bash completion of cairn; made when it was built
_cairn() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command="" files=no words="" word
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case "$command/$word" in
        "/--plan-only") command="plan" ;;
%1        esac
    done
    case "$command" in
%2    esac
    case "$command $previous" in
%3    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    if [ "$files" = yes ]; then
        local found
        while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen -f -- "$current")
    fi
}
complete -o filenames -F _cairn cairn
)")
        .arg(find, words, values);
}

QString zshCompletion(const CommandShape& program)
{
    QString functions;
    forEach(program, {}, [&](const CommandShape& command, const QStringList& path) {
        const QString name =
            QStringLiteral("_cairn") + (path.isEmpty() ? QString() : QLatin1Char('_') + path.join(QLatin1Char('_')));
        functions += name + QStringLiteral("() {\n");
        if (command.commands.empty()) {
            functions += QStringLiteral("  _arguments \\\n");
            for (const OptionShape& option : command.options) {
                functions += zshArgument(option);
            }
            functions += QStringLiteral("    && return\n}\n");
            return;
        }
        QString commands;
        for (const CommandShape& one : command.commands) {
            QString purpose = one.purpose;
            commands += QStringLiteral("      %1\n")
                            .arg(quotedWord(one.name + QLatin1Char(':') +
                                            purpose.replace(QLatin1Char(':'), QStringLiteral("\\:"))));
        }
        functions +=
            QStringLiteral("  local -a commands\n  if (( CURRENT == 2 )); then\n    commands=(\n%1    )\n"
                           "    _describe command commands\n    _arguments '--help[help]'%2\n    return\n  fi\n"
                           "  local next=$words[2]\n  shift words\n  (( CURRENT-- ))\n")
                .arg(commands, path.isEmpty()
                                   ? QStringLiteral(" '--plan-only[plan, for installers]' '--version[version]'")
                                   : QString());
        if (path.isEmpty()) {
            functions += QStringLiteral("  [[ $next = --plan-only ]] && next=plan\n");
        }
        functions += QStringLiteral("  (( $+functions[%1_$next] )) && %1_$next\n}\n").arg(name);
    });
    return QStringLiteral("#compdef cairn\n# zsh completion of cairn; made when it was built\n%1_cairn \"$@\"\n")
        .arg(functions);
}

QString fishCompletion(const CommandShape& program)
{
    QString text = QStringLiteral("# fish completion of cairn; made when it was built\ncomplete -c cairn -f\n");
    forEach(program, {}, [&](const CommandShape& command, const QStringList& path) {
        QStringList seen;
        for (const QString& word : path) {
            seen.push_back(QStringLiteral("__fish_seen_subcommand_from ") + word);
        }
        QStringList below;
        for (const CommandShape& one : command.commands) {
            below.push_back(one.name);
        }
        const QString none = path.isEmpty()
                                 ? QStringLiteral("__fish_use_subcommand")
                                 : QStringLiteral("not __fish_seen_subcommand_from ") + below.join(QLatin1Char(' '));
        for (const CommandShape& one : command.commands) {
            text += QStringLiteral("complete -c cairn -n %1 -a %2 -d %3\n")
                        .arg(quotedWord((seen + QStringList{none}).join(QStringLiteral("; and "))), one.name,
                             quotedWord(one.purpose));
        }
        if (!command.commands.empty()) {
            return;
        }
        const QString condition = quotedWord(seen.join(QStringLiteral("; and ")));
        for (const OptionShape& option : command.options) {
            QString line = QStringLiteral("complete -c cairn -n ") + condition;
            for (const QString& name : option.names) {
                line += name.startsWith(QStringLiteral("--")) ? QStringLiteral(" -l ") + name.mid(2)
                                                              : QStringLiteral(" -s ") + name.mid(1);
            }
            const Value value = valueOf(option);
            if (value == Value::choice) {
                line += (option.names.isEmpty() ? QStringLiteral(" -a %1") : QStringLiteral(" -x -a %1"))
                            .arg(quotedWord(choices(option).join(QLatin1Char(' '))));
            } else if (value == Value::file) {
                line += option.names.isEmpty() ? QStringLiteral(" -F") : QStringLiteral(" -r -F");
            } else if (value == Value::other) {
                line += option.names.isEmpty() ? QString() : QStringLiteral(" -x");
            }
            text += line + QStringLiteral(" -d ") + quotedWord(option.purpose) + QLatin1Char('\n');
        }
    });
    return text;
}

}  // namespace cli
