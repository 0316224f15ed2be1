/* A hostile room, which hears its guest out as well.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/guest.h"
#include "script.h"

#define HOSTILE_ROOM_SAYINGS 18
#define HOSTILE_ROOM_GUEST   UINT64_C (0xa1b6f0c53d97e284) /* the site of its guest */

typedef struct
{
  Script             *script;
  BridgeGuest        *guest;
  BridgeAuthorContext up;   /* what it knows of the guest's edits */
  BridgeBytes         last; /* what it is saying */
} HostileRoom;

void hostile_room_connect (HostileRoom *room);
/* Takes all that the guest has to say, which must be well formed. */
void hostile_room_listen (HostileRoom *room);
/* Says one thing, with what the script has for it; `what` is below HOSTILE_ROOM_SAYINGS. A guest that finds fault with it must
 * have hung up. */
void hostile_room_say (HostileRoom *room, unsigned what);
