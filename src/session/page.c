/* What a browser shows for a link: what this is, and the way into the app.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/page.h"

#define STYLE                                                                                           \
  ":root{color-scheme:light dark}"                                                                      \
  "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem}"        \
  "h1{font-size:1.8rem}"                                                                                \
  "a,button{display:inline-block;padding:.6rem 1.4rem;border:0;border-radius:.6rem;background:#1c71d8;" \
  "color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}"                        \
  "input{box-sizing:border-box;width:100%;margin-bottom:1rem;padding:.6rem;border:1px solid #8888;"     \
  "border-radius:.6rem;background:#8881;color:inherit;font:.9rem monospace}"                            \
  "[hidden]{display:none}"

/* With a fingerprint the link is the app's own, and a click opens it; without one the app needs to be told how it was met. The
 * clipboard's newer interface is there for https alone. */
#define SCRIPT                                                                                                  \
  "const secret=/^#[A-Za-z0-9_-]{22,256}(\\.[A-Za-z0-9_-]{43})?$/.exec(location.hash);"                         \
  "const find=id=>document.getElementById(id);"                                                                 \
  "const show=id=>{find('part').hidden=true;find(id).hidden=false;};"                                           \
  "const secure=location.protocol==='https:';"                                                                  \
  "if(secret&&secret[1]){"                                                                                      \
  "const port=location.port||(secure?443:80);"                                                                  \
  "find('open').href='drawbridge://'+location.hostname+':'+port+location.pathname+location.hash;"               \
  "show('app');"                                                                                                \
  "}else if(secret){"                                                                                           \
  "find('link').setAttribute('value',(secure?'wss://':'ws://')+location.host+location.pathname+location.hash);" \
  "find('copy').onclick=()=>{find('link').select();"                                                            \
  "if(document.execCommand('copy'))find('copy').textContent='Copied';};"                                        \
  "show('paste');}"

static const char page[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
    "<title>Drawbridge</title><style>" STYLE "</style></head><body>\n"
    "<h1>A Drawbridge board</h1>\n"
    "<p>Somebody invites you to draw and talk with them on one board. "
    "Drawbridge is an app for that; it has to be installed on this computer.</p>\n"
    "<p id=\"app\" hidden><a id=\"open\" rel=\"noreferrer\">Open in Drawbridge</a></p>\n"
    "<div id=\"paste\" hidden><p><label for=\"link\">Paste this link into Drawbridge under “Join”:</label></p>"
    "<input id=\"link\" readonly><button id=\"copy\" type=\"button\">Copy the link</button></div>\n"
    "<p id=\"part\">The address of this page is not the whole link: the part from the # on is missing, "
    "or scripts are turned off. Paste the link into Drawbridge under “Join”.</p>\n"
    "<script>" SCRIPT "</script></body></html>\n";

const char *
bridge_page_html (gsize *length)
{
  *length = sizeof page - 1;
  return page;
}

static char *
hash (const char *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize  length = sizeof digest;

  g_checksum_update (checksum, (const guchar *)text, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return g_base64_encode (digest, length);
}

const char *
bridge_page_policy (void)
{
  static char *policy = NULL;

  if (g_once_init_enter (&policy))
    {
      g_autofree char *style = hash (STYLE);
      g_autofree char *script = hash (SCRIPT);

      g_once_init_leave (&policy, g_strdup_printf ("default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; "
                                                   "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                                                   style, script));
    }
  return policy;
}
