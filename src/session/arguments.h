/* The command line, out of everybody's sight.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A copy of argv (transfer full, NULL-terminated). In argv itself, which `ps` shows to everybody on the machine, what follows
 * a # is overwritten: a link has its token there. */
char **bridge_arguments_take (int argc, char **argv);
