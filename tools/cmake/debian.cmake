# Run by cpack before it makes the packages: what Debian wants otherwise than `cmake --install` does
# it. Each component lies in a folder of its own.

cmake_minimum_required(VERSION 3.22)

string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
find_program(GZIP gzip REQUIRED)

function(compress file)
    execute_process(COMMAND ${GZIP} -9nf ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    string(TOUPPER ${component} upper)
    set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
    set(usr ${CPACK_TEMPORARY_DIRECTORY}/${component}/usr)
    set(documents ${usr}/share/doc/${package})
    file(MAKE_DIRECTORY ${documents})

    file(GLOB pages ${usr}/share/man/*/*)
    foreach(page IN LISTS pages)
        compress(${page})
    endforeach()
    file(REMOVE ${documents}/LICENSE)
    configure_file(${CPACK_RESOURCE_FILE_LICENSE} ${documents}/copyright COPYONLY)
    file(WRITE ${documents}/changelog
         "${package} (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n"
         "  * What is new says /usr/share/doc/ntsrm/CHANGELOG.md of the package ntsrm.\n\n"
         " -- ${CPACK_PACKAGE_CONTACT}  ${now}\n")
    compress(${documents}/changelog)
    if(EXISTS ${usr}/share/zsh/site-functions)
        file(RENAME ${usr}/share/zsh/site-functions ${usr}/share/zsh/vendor-completions)
    endif()
endforeach()
