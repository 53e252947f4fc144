#include "cli/manual.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <vector>

namespace sheaf {

namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

std::vector<const CLI::App*> commands_of(const CLI::App& program) {
    return program.get_subcommands([](const CLI::App*) { return true; });
}

/// Those with a dash in front, in the order of their declaration.
std::vector<const CLI::Option*> options_of(const CLI::App& app) {
    return app.get_options([](const CLI::Option* option) { return option->nonpositional(); });
}

bool takes_value(const CLI::Option& option) {
    return option.get_items_expected_max() > 0;
}

/// `-o`, `--output`
std::vector<std::string> names_of(const CLI::Option& option) {
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames()) names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
    return names;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
    return text;
}

/// Text in a manual page.
std::string roff(const std::string& text) {
    std::string escaped = replaced(replaced(text, "\\", "\\e"), "-", "\\-");
    // A line that began with one of these would be a request.
    if (escaped.starts_with('.') || escaped.starts_with('\'')) escaped.insert(0, "\\&");
    return replaced(std::move(escaped), "\n", "\n.br\n");
}

void describe_options(std::string& page, const CLI::App& app) {
    for (const CLI::Option* option : options_of(app)) {
        std::vector<std::string> names;
        for (const std::string& name : names_of(*option)) names.push_back("\\fB" + roff(name) + "\\fR");
        page += ".TP\n" + joined(names, ", ");
        if (takes_value(*option) && !option->get_type_name().empty())
            page += " \\fI" + roff(option->get_type_name()) + "\\fR";
        page += "\n" + roff(option->get_description()) + "\n";
    }
}

/// `[options] PIPELINE [INPUT...]`
std::string operands_of(const CLI::App& command) {
    std::string text;
    for (const CLI::Option* operand :
         command.get_options([](const CLI::Option* one) { return !one->nonpositional(); })) {
        std::string name = operand->get_name(true);
        if (operand->get_expected_max() > 1) name += "...";
        text += " " + (operand->get_required() ? name : "[" + name + "]");
    }
    return text;
}

std::string bash(const CLI::App& program) {
    std::vector<std::string> commands;
    std::string cases;
    for (const CLI::App* command : commands_of(program)) {
        std::vector<std::string> names;
        for (const CLI::Option* option : options_of(*command))
            for (const std::string& name : names_of(*option)) names.push_back(name);
        commands.push_back(command->get_name());
        cases += "        " + command->get_name() + ") options=\"" + joined(names, " ") + "\" ;;\n";
    }
    std::vector<std::string> common;
    for (const CLI::Option* option : options_of(program))
        for (const std::string& name : names_of(*option)) common.push_back(name);
    return "# bash completion for sheaf\n"
           "_sheaf() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} command= options= word\n"
           "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
           "        case $word in -*) ;; *) command=$word; break ;; esac\n"
           "    done\n"
           "    case $command in\n" +
           cases +
           "    esac\n"
           "    if [[ $current == -* ]]; then\n"
           "        COMPREPLY=($(compgen -W \"$options " +
           joined(common, " ") +
           "\" -- \"$current\"))\n"
           "    elif [[ -z $command ]]; then\n"
           "        COMPREPLY=($(compgen -W \"" +
           joined(commands, " ") +
           "\" -- \"$current\"))\n"
           "    fi\n"
           "}\n"
           "complete -o default -F _sheaf sheaf\n";
}

/// Between single quotes of a shell.
std::string in_quotes(const std::string& text) {
    return "'" + replaced(text, "'", "'\\''") + "'";
}

std::string zsh_options(const CLI::App& app) {
    std::string text;
    for (const CLI::Option* option : options_of(app))
        for (const std::string& name : names_of(*option)) {
            std::string help = option->get_description();
            for (const char* special : {"\\", "[", "]", ":"})
                help = replaced(std::move(help), special, std::string("\\") + special);
            text += " \\\n            " + in_quotes("*" + name + "[" + replaced(std::move(help), "\n", " ") +
                                                    "]" + (takes_value(*option) ? ":value:_files" : ""));
        }
    return text;
}

std::string zsh(const CLI::App& program) {
    std::string names, cases;
    for (const CLI::App* command : commands_of(program)) {
        names += "        " +
                 in_quotes(command->get_name() + ":" + replaced(command->get_description(), ":", "\\:")) +
                 "\n";
        cases += "        " + command->get_name() + ")\n            _arguments" + zsh_options(*command) +
                 " \\\n            '*:file:_files' ;;\n";
    }
    return "#compdef sheaf\n"
           "_sheaf() {\n"
           "    local -a commands\n"
           "    commands=(\n" +
           names +
           "    )\n"
           "    if (( CURRENT == 2 )); then\n"
           "        _describe command commands\n"
           "        return\n"
           "    fi\n"
           "    local command=$words[2]\n"
           "    shift words\n"
           "    (( CURRENT-- ))\n"
           "    case $command in\n" +
           cases +
           "    esac\n"
           "}\n"
           "_sheaf \"$@\"\n";
}

std::string fish_options(const CLI::App& app, const std::string& condition) {
    std::string text;
    for (const CLI::Option* option : options_of(app)) {
        text += "complete -c sheaf" + condition;
        for (const std::string& name : option->get_snames()) text += " -s " + name;
        for (const std::string& name : option->get_lnames()) text += " -l " + name;
        text += std::string(takes_value(*option) ? " -r" : "") + " -d " +
                in_quotes(replaced(option->get_description(), "\n", " ")) + "\n";
    }
    return text;
}

std::string fish(const CLI::App& program) {
    std::string text = "# fish completion for sheaf\n" + fish_options(program, "");
    for (const CLI::App* command : commands_of(program)) {
        text += "complete -c sheaf -n __fish_use_subcommand -a " + command->get_name() + " -d " +
                in_quotes(command->get_description()) + "\n";
        text += fish_options(*command, " -n '__fish_seen_subcommand_from " + command->get_name() + "'");
    }
    return text;
}

}  // namespace

std::string manual_page(const CLI::App& program, const std::string& version) {
    std::string page = ".TH SHEAF 1 \"\" \"sheaf " + version + "\" \"User Commands\"\n.SH NAME\nsheaf \\- " +
                       roff(program.get_description()) + "\n.SH SYNOPSIS\n";
    for (const CLI::App* command : commands_of(program))
        page +=
            ".B sheaf " + roff(command->get_name()) + "\n[options]" + roff(operands_of(*command)) + "\n.br\n";
    page += ".SH OPTIONS OF EVERY COMMAND\n";
    describe_options(page, program);
    page += ".SH COMMANDS\n";
    for (const CLI::App* command : commands_of(program)) {
        page += ".SS sheaf " + roff(command->get_name() + operands_of(*command)) + "\n" +
                roff(command->get_description()) + ".\n";
        for (const CLI::Option* operand :
             command->get_options([](const CLI::Option* one) { return !one->nonpositional(); }))
            page += ".TP\n\\fI" + roff(operand->get_name(true)) + "\\fR\n" +
                    roff(operand->get_description()) + "\n";
        describe_options(page, *command);
    }
    return page + ".SH EXIT STATUS\n" + roff(program.get_footer()) +
           "\n.SH SEE ALSO\nThe guide in /usr/share/doc/sheaf/guide.\n";
}

std::string completion(const CLI::App& program, const std::string& shell) {
    return shell == "bash" ? bash(program) : shell == "zsh" ? zsh(program) : fish(program);
}

}  // namespace sheaf
