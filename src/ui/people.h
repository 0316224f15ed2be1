/* Who is here: a pill with the count, the faces, and a list that says more.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gtk/gtk.h>

#define BRIDGE_TYPE_PEOPLE (bridge_people_get_type ())
G_DECLARE_FINAL_TYPE (BridgePeople, bridge_people, BRIDGE, PEOPLE, GtkWidget)

void bridge_people_set_session (BridgePeople *people, BridgeSession *session); /* once */
