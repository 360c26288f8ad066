# SPDX-License-Identifier: Apache-2.0
#
# Completion of assay in fish.

# The typed program, asked for what only it knows.
function __assay_ask
    set -l typed (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $typed[1])
    command $program $argv 2>/dev/null </dev/null
end

# Whether the command is one of these.
function __assay_is
    set -l typed (commandline -opc)
    test (count $typed) -ge 2; and contains -- $typed[2] $argv
end

function __assay_no_command
    test (count (commandline -opc)) -eq 1
end

# What was typed after the command and is neither an option nor the value of one.
function __assay_arguments
    set -l typed (commandline -opc)
    set -l value no
    for word in $typed[3..-1]
        if test $value = yes
            set value no
            continue
        end
        switch $word
            case --exit-zero --quiet --help '-?' '--*=*'
            case '--*'
                set value yes
            case '*'
                echo -- $word
        end
    end
end

# Whether the command is $argv[1] and $argv[2] arguments were typed before this one.
function __assay_at
    __assay_is $argv[1]; and test (count (__assay_arguments)) -eq $argv[2]
end

function __assay_schema_ids
    __assay_ask schema list | string replace -r '^([^\t]*)\t.*\t([^\t]*)$' '$1\t$2'
end

function __assay_xml
    __fish_complete_suffix .xml
end

# SCHEMA, and once a colon was typed SCHEMA:CONTROL.
function __assay_explained
    set -l current (commandline -ct)
    if string match -q '*:*' -- $current
        set -l schema (string replace -r ':[^:]*$' '' -- $current)
        __assay_ask schema show $schema | string replace -rf '^  ([^ ]+) (.*)' "$schema:\$1\t\$2"
    else
        __assay_schema_ids
        __assay_xml
    end
end

function __assay_profiles
    set -l typed (commandline -opc)
    set -l schemas
    set -l previous ''
    for word in $typed
        if test "$previous" = --schema
            set -a schemas $word
        else if string match -q -- '--schema=*' $word
            set -a schemas (string replace -- --schema= '' $word)
        end
        set previous $word
    end
    if test (count $schemas) -eq 0
        __assay_is check; and set schemas openssf-osps; or set schemas first-steps
    end
    for schema in $schemas
        set -l prefix ''
        test (count $schemas) -gt 1; and set prefix (basename $schema):
        __assay_ask schema show $schema | string replace -rf '^profile ([^:]*): (.*)' "$prefix\$1\t\$2"
    end
    __assay_xml
end

function __assay_populations
    set -l repository (__assay_arguments)[1]
    __assay_ask evidence $repository | string replace -rf '^([a-z][a-z-]*) – (.*)' '$1\t$2'
end

function __assay_revisions
    set -l arguments (__assay_arguments)
    __assay_is explain; and set -e arguments[1]
    set -l repository .
    set -q arguments[1]; and set repository $arguments[1]
    echo HEAD
    git -C $repository for-each-ref --format='%(refname:short)' refs/tags refs/heads refs/remotes 2>/dev/null
end

# NAME, and once a colon was typed NAME:PATH.
function __assay_formats
    set -l current (string replace -r '^--format=' '' -- (commandline -ct))
    if string match -q '*:*' -- $current
        set -l name (string split -m 1 : -- $current)
        for path in (complete -C "__assay_path $name[2]")
            echo $name[1]:(string split -m 1 \t -- $path)[1]
        end
    else
        printf '%s\n' text json sarif code-scanning junit github gitlab oscal
    end
end

function __assay_templates
    printf '%s\n' report summary release-gate technical-documentation declaration-of-conformity
    __fish_complete_suffix .mustache
end

complete -c assay -f
complete -c assay -n __assay_no_command -l help -s h -d 'show help'
complete -c assay -n __assay_no_command -l version -d 'print the version'
complete -c assay -n __assay_no_command -a audit -d 'test a repository and seal what was found in a dossier'
complete -c assay -n __assay_no_command -a check -d 'test a repository and say what is not met, sealing nothing'
complete -c assay -n __assay_no_command -a evidence -d 'print the items that rules see'
complete -c assay -n __assay_no_command -a explain -d 'explain a control, and what was found of it'
complete -c assay -n __assay_no_command -a key -d 'make a key to seal with'
complete -c assay -n __assay_no_command -a trust -d 'say what is in a directory of keys and roots'
complete -c assay -n __assay_no_command -a render -d 'render a report with another template'
complete -c assay -n __assay_no_command -a schema -d 'list, show, check, import and compare compliance schemas'
complete -c assay -n __assay_no_command -a attest -d 'state what no repository can show'
complete -c assay -n __assay_no_command -a waive -d 'accept for a time that a control is not met'
complete -c assay -n __assay_no_command -a plan -d 'say what will be done about a control'
complete -c assay -n __assay_no_command -a timeline -d 'test every release, each as of its own time'
complete -c assay -n __assay_no_command -a verify -d 'check a dossier, and replay it against a clone'

complete -c assay -n 'not __assay_no_command' -l help -s h -d 'show help'
complete -c assay -n 'not __assay_no_command' -l quiet -s q -d 'print results and errors only'

complete -c assay -n '__assay_is audit check timeline' -l schema -x -a '(__assay_schema_ids; __assay_xml)' -d 'schema to test against'
complete -c assay -n '__assay_is audit check timeline' -l profile -x -a '(__assay_profiles)' -d 'profile of the schema'
complete -c assay -n '__assay_is audit check evidence explain' -l revision -x -a '(__assay_revisions)' -d 'commit, tag or branch to read'
complete -c assay -n '__assay_is audit check evidence explain' -l since -x -a '(__assay_revisions)' -d 'previous release'
complete -c assay -n '__assay_is audit check evidence explain' -l whole-history -d 'all commits are of this release'
complete -c assay -n '__assay_is audit check evidence explain timeline' -l trust -x -a '(__fish_complete_directories)' -d 'keys and roots that you trust'
complete -c assay -n '__assay_is audit check evidence explain timeline' -l trust-repository -d 'trust keys in the repository too'
complete -c assay -n '__assay_is audit check evidence explain timeline' -l evidence -x -a '(__fish_complete_directories)' -d 'supplied evidence'
complete -c assay -n '__assay_is audit check evidence explain' -l as-of -x -d 'the time rules see, RFC 3339'
complete -c assay -n '__assay_is audit check evidence explain timeline' -l cache -x -a '(__fish_complete_directories)' -d 'where findings are kept for the next run'
complete -c assay -n '__assay_is audit check evidence explain timeline' -l no-cache -d 'neither use nor keep findings of other runs'

complete -c assay -n '__assay_is audit key' -l out -x -a '(__fish_complete_directories)' -d 'directory to write'
complete -c assay -n '__assay_is audit' -l key -r -F -d 'private key to seal with'
complete -c assay -n '__assay_is audit' -l cert -r -F -d 'its certificate'

complete -c assay -n '__assay_is check' -l format -x -a '(__assay_formats)' -d 'format, and where to'
complete -c assay -n '__assay_is check' -l baseline -x -a '(__fish_complete_suffix .asice)' -d 'report only what this dossier did not find'
complete -c assay -n '__assay_is check' -l exit-zero -d 'exit with 0 whatever the outcomes are'

complete -c assay -n '__assay_is evidence' -l where -x -d 'only items for which this holds'
complete -c assay -n '__assay_is evidence' -l format -x -a 'xml json count' -d format

complete -c assay -n '__assay_is render' -l template -x -a '(__assay_templates)' -d template
complete -c assay -n '__assay_is render' -l format -x -a 'json sarif code-scanning junit github gitlab oscal' -d 'format of other tools'
complete -c assay -n '__assay_is render' -l template-dir -x -a '(__fish_complete_directories)' -d 'templates of your own'
complete -c assay -n '__assay_is render schema' -l out -r -F -d 'file to write'
complete -c assay -n '__assay_is schema' -l format -x -a 'text csv oscal' -d 'format of map'
complete -c assay -n '__assay_is schema' -l as-of -x -d 'when the OSCAL document is made'

complete -c assay -n '__assay_is verify' -l trust -x -a '(__fish_complete_directories)' -d 'certificates you trust'
complete -c assay -n '__assay_is verify' -l repo -x -a '(__fish_complete_directories)' -d 'replay the audit against this clone'
complete -c assay -n '__assay_is verify' -l schema -r -F -d 'schema, rules, profile or template that you know'

complete -c assay -n '__assay_is audit check timeline' -l product -x -a '(__assay_xml)' -d 'what is declared about the product'
complete -c assay -n '__assay_is timeline' -l format -x -a 'text csv svg' -d format
complete -c assay -n '__assay_is timeline' -l last -x -d 'only so many releases, the last ones'

complete -c assay -n '__assay_is attest waive plan timeline' -l out -r -F -d 'file to write'
complete -c assay -n '__assay_is attest waive plan' -l given -x -d 'the day it is given'
complete -c assay -n '__assay_is attest waive plan' -l key -r -F -d 'private key to sign with'
complete -c assay -n '__assay_is attest waive plan' -l cert -r -F -d 'its certificate'
complete -c assay -n '__assay_is attest waive' -l covers -r -F -d 'a file that it holds for'
complete -c assay -n '__assay_is attest waive' -l repo -x -a '(__fish_complete_directories)' -d 'a repository whose commit it holds for'
complete -c assay -n '__assay_is attest waive' -l revision -x -d 'that commit'
complete -c assay -n '__assay_is attest waive' -l expires -x -d 'the last day it holds'
complete -c assay -n '__assay_is attest' -l role -x -d 'the role that the schema asks'
complete -c assay -n '__assay_is attest' -l sentence -x -d 'which of several sentences'
complete -c assay -n '__assay_is attest' -l person -x -d 'who attests, by the id in roles.xml'
complete -c assay -n '__assay_is attest' -l remark -x -d 'in their own words'
complete -c assay -n '__assay_is waive' -l reason -x -d 'why it is accepted'
complete -c assay -n '__assay_is waive' -l requested-by -x -d 'who asks for it'
complete -c assay -n '__assay_is waive' -l approved-by -x -d 'who approves it'
complete -c assay -n '__assay_is waive' -l item -x -d 'an item that is excepted'
complete -c assay -n '__assay_is plan' -l weakness -x -d 'what is not as it should be'
complete -c assay -n '__assay_is plan' -l owner -x -d 'who sees to it'
complete -c assay -n '__assay_is plan' -l milestone -x -d 'DAY:TEXT'

complete -c assay -n '__assay_at audit 0; or __assay_at check 0; or __assay_at evidence 0; or __assay_at explain 1; or __assay_at timeline 0' -a '(__fish_complete_directories)' -d repository
complete -c assay -n '__assay_at evidence 1' -a '(__assay_populations)'
complete -c assay -n '__assay_at explain 0; or __assay_at attest 0; or __assay_at waive 0; or __assay_at plan 0' -a '(__assay_explained)'
complete -c assay -n '__assay_at key 0' -a new
complete -c assay -n '__assay_at trust 0' -a list
complete -c assay -n '__assay_at trust 1' -a '(__fish_complete_directories)'
complete -c assay -n '__assay_is trust' -l as-of -x -d 'when the keys are to be of use'
complete -c assay -n '__assay_at render 0' -a '(__assay_xml; __fish_complete_suffix .asice)'
complete -c assay -n '__assay_at schema 0' -a 'list show lint test new import coverage map'
complete -c assay -n '__assay_is schema; and not __assay_at schema 0; and not contains -- (__assay_arguments)[1] list new' -a '(__assay_schema_ids; __assay_xml)'
complete -c assay -n '__assay_at verify 0' -a '(__fish_complete_suffix .asice)'
