# find_python("module, module"): sets `python` to an interpreter that has them. If there is none, the
# script that includes this ends with a line that ctest takes for a skipped test.
macro(find_python modules)
    set(python "")
    foreach(candidate python3 /usr/bin/python3)
        execute_process(COMMAND ${candidate} -c "import ${modules}"
                        RESULT_VARIABLE missing OUTPUT_QUIET ERROR_QUIET)
        if(missing EQUAL 0)
            set(python ${candidate})
            break()
        endif()
    endforeach()
    set(ENV{PYTHONDONTWRITEBYTECODE} 1)
    if(python STREQUAL "")
        message("skipped: no python3 has the packages ${modules}")
        return()
    endif()
endmacro()
