/* One guest's conversation at the server: between a channel and the room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/room.h"
#include "session/channel.h"

/* Takes over the line's references. The caller sees to its own end. `silent` holds those, of all rooms, who have not said
 * hello, the oldest first, who makes way when there are BRIDGE_LIMIT_SILENT: they need no token to be there. */
void bridge_caller_admit (BridgeRoom *room, BridgeChannels *channels, GQueue *silent, const BridgeChannelLine *line);
/* Once a turn: sends what the room has for each, and closes with whom it is done. `ready` is scratch. */
void bridge_callers_flush (BridgeRoom *room, GPtrArray *ready);
