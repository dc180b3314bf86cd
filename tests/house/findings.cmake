# Shared by the scripts that read source text: reading a file as a list of lines, and collecting
# what is wrong until the end, so that one run shows everything.

cmake_minimum_required(VERSION 3.22)

# CMake lists give meaning to these characters, so they are taken out of the lines. Each becomes a
# control character; plain_text() puts them back.
string(ASCII 1 semicolon)
string(ASCII 2 bracket_open)
string(ASCII 3 bracket_close)
string(ASCII 4 backslash)

# Reads a file into a list of its lines.
function(read_lines file result)
    file(READ "${file}" text)
    string(REPLACE ";" "${semicolon}" text "${text}")
    string(REPLACE "[" "${bracket_open}" text "${text}")
    string(REPLACE "]" "${bracket_close}" text "${text}")
    string(REPLACE "\\" "${backslash}" text "${text}")
    string(REGEX REPLACE "\n$" "" text "${text}")
    string(REPLACE "\n" ";" text "${text}")
    set(${result} "${text}" PARENT_SCOPE)
endfunction()

# Turns a line of read_lines() back into what stands in the file.
function(plain_text line result)
    string(REPLACE "${semicolon}" ";" line "${line}")
    string(REPLACE "${bracket_open}" "[" line "${line}")
    string(REPLACE "${bracket_close}" "]" line "${line}")
    string(REPLACE "${backslash}" "\\" line "${line}")
    set(${result} "${line}" PARENT_SCOPE)
endfunction()

function(finding where message)
    message("${where}: ${message}")
    get_property(count GLOBAL PROPERTY findings)
    math(EXPR count "0${count} + 1")
    set_property(GLOBAL PROPERTY findings ${count})
endfunction()

# Ends the script with an error if there was any finding.
function(finish)
    get_property(count GLOBAL PROPERTY findings)
    if(count)
        message(FATAL_ERROR "${count} found")
    endif()
endfunction()
