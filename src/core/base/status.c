/* The names of the results.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/status.h"

const char *
bridge_status_text (BridgeStatus status)
{
  switch (status)
    {
    case BRIDGE_STATUS_OK:
      return "ok";
    case BRIDGE_STATUS_TRUNCATED:
      return "truncated";
    case BRIDGE_STATUS_MALFORMED:
      return "malformed";
    case BRIDGE_STATUS_UTF8:
      return "not utf-8";
    case BRIDGE_STATUS_LIMIT:
      return "over a limit";
    case BRIDGE_STATUS_UNSUPPORTED:
      return "unsupported";
    case BRIDGE_STATUS_PROTOCOL:
      return "not allowed by the protocol";
    case BRIDGE_STATUS_DENIED:
      return "denied";
    case BRIDGE_STATUS_MISSING:
      return "missing its base";
    case BRIDGE_STATUS_RANGE:
      return "out of range";
    case BRIDGE_STATUS_LOCKED:
      return "locked";
    case BRIDGE_STATUS_FULL:
      return "full";
    }
  return "unknown status";
}
