# What Debian's policy asks of a package besides the program: a changelog in its own form, a description, nobody's build paths.
# The date is SOURCE_DATE_EPOCH's where that is set, so that two builds give the same bytes.
string(TIMESTAMP built "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(changelog ${PROJECT_BINARY_DIR}/package/changelog)
file(WRITE ${changelog} "cairn (${PROJECT_VERSION}) stable; urgency=medium

  * What has changed is told in /usr/share/doc/cairn/CHANGELOG.md.

 -- The Cairn authors <cairn@example.org>  ${built}
")
execute_process(COMMAND gzip --best --no-name --keep --force ${changelog})
install(FILES ${changelog}.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES app/package/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME cairn)
set(CPACK_PACKAGE_VENDOR "The Cairn authors")
set(CPACK_PACKAGE_CONTACT "The Cairn authors <cairn@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "plans and carries out upgrades of installed products")
set(CPACK_PACKAGE_DESCRIPTION "Cairn finds the legal way from an installed release of a vendor's product
to another, by what the vendor's catalog says of releases, checkpoints and
migrations, and carries it out with verified backups and a way back.
.
This package is for terminals and servers: it needs no display. Installers
ask it with cairn --plan-only.")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "sqlite3")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
include(CPack)
