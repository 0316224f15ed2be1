/* The terms of permessage-deflate: offers and answers of Sec-WebSocket-Extensions (RFC 7692, section 7.1).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/extension.h"

#include "core/frame/websocket/header.h"

#include <assert.h>
#include <string.h>

#define NAME            "permessage-deflate"
#define WINDOW_BITS_MIN 8
#define WINDOW_BITS_MAX 15

typedef enum
{
  SERVER_NO_CONTEXT_TAKEOVER,
  CLIENT_NO_CONTEXT_TAKEOVER,
  SERVER_MAX_WINDOW_BITS,
  CLIENT_MAX_WINDOW_BITS,
  N_PARAMETERS,
} Parameter;

static const char *const parameter_names[N_PARAMETERS] = {
  "server_no_context_takeover",
  "client_no_context_takeover",
  "server_max_window_bits",
  "client_max_window_bits",
};

/* One extension of the list, offered or answered. */
typedef struct
{
  bool    is_deflate;
  bool    sound; /* each parameter is known, there once, and has a value that it may have */
  bool    has[N_PARAMETERS];
  uint8_t bits[N_PARAMETERS]; /* 0: without a value */
} Extension;

/* The value of a parameter, as far as any may be long. */
typedef struct
{
  char   text[3];
  size_t length; /* may be more than what is kept in `text` */
} Value;

static void
add_to_value (Value *value, char c)
{
  if (value->length < sizeof value->text)
    value->text[value->length] = c;
  value->length++;
}

/* What is quoted must be a token too (RFC 6455, section 9.1). */
static bool
take_quoted (const char **cursor, Value *value)
{
  for (++*cursor; **cursor != '"'; ++*cursor)
    {
      if (**cursor == '\\')
        ++*cursor;
      if (!bridge_header_is_token_char (**cursor))
        return false;
      add_to_value (value, **cursor);
    }
  ++*cursor;
  return value->length > 0;
}

static bool
take_value (const char **cursor, Value *value)
{
  bridge_header_skip_space (cursor);
  if (**cursor == '"')
    return take_quoted (cursor, value);
  BridgeHeaderToken token = bridge_header_take_token (cursor);
  for (size_t i = 0; i < token.length; i++)
    add_to_value (value, token.text[i]);
  return token.length > 0;
}

/* 8 to 15 in decimal, without leading zeros; 0 for anything else. */
static uint8_t
window_bits (const Value *value)
{
  if (value->length == 1 && (value->text[0] == '8' || value->text[0] == '9'))
    return (uint8_t)(value->text[0] - '0');
  if (value->length == 2 && value->text[0] == '1' && value->text[1] >= '0' && value->text[1] <= '5')
    return (uint8_t)(10 + value->text[1] - '0');
  return 0;
}

/* Whether a parameter may have this value in an offer. */
static bool
value_fits (Parameter parameter, const Value *value)
{
  if (parameter <= CLIENT_NO_CONTEXT_TAKEOVER)
    return value->length == 0;
  return window_bits (value) > 0 || (parameter == CLIENT_MAX_WINDOW_BITS && value->length == 0);
}

static void
add_parameter (Extension *extension, BridgeHeaderToken name, const Value *value)
{
  Parameter parameter = 0;
  while (parameter < N_PARAMETERS && !bridge_header_token_is (name, parameter_names[parameter]))
    parameter++;
  if (parameter == N_PARAMETERS || extension->has[parameter] || !value_fits (parameter, value))
    {
      extension->sound = false;
      return;
    }
  extension->has[parameter] = true;
  extension->bits[parameter] = window_bits (value);
}

/* ";" token [ "=" ( token | quoted-string ) ] */
static bool
take_parameter (const char **cursor, Extension *extension)
{
  Value value = { .length = 0 };
  ++*cursor;
  bridge_header_skip_space (cursor);
  BridgeHeaderToken name = bridge_header_take_token (cursor);
  bridge_header_skip_space (cursor);
  if (**cursor == '=')
    {
      ++*cursor;
      if (!take_value (cursor, &value))
        return false;
      bridge_header_skip_space (cursor);
    }
  add_parameter (extension, name, &value);
  return name.length > 0;
}

typedef enum
{
  LIST_EXTENSION,
  LIST_END,
  LIST_MALFORMED,
} ListResult;

static ListResult
next_extension (const char **cursor, Extension *extension)
{
  if (!bridge_header_next_element (cursor))
    return LIST_END;
  BridgeHeaderToken name = bridge_header_take_token (cursor);
  *extension = (Extension){ .is_deflate = bridge_header_token_is (name, NAME), .sound = true };
  bridge_header_skip_space (cursor);
  while (**cursor == ';')
    if (!take_parameter (cursor, extension))
      return LIST_MALFORMED;
  return name.length > 0 && (**cursor == ',' || **cursor == '\0') ? LIST_EXTENSION : LIST_MALFORMED;
}

static uint8_t
bits_of (const Extension *extension, Parameter parameter)
{
  return extension->bits[parameter] > 0 ? extension->bits[parameter] : WINDOW_BITS_MAX;
}

const char *
bridge_extension_offer (BridgeDeflateUse use)
{
  assert (use != BRIDGE_DEFLATE_NEVER);
  if (use == BRIDGE_DEFLATE_WITH_CONTEXT)
    return NAME "; client_max_window_bits";
  return NAME "; server_no_context_takeover; client_no_context_takeover; client_max_window_bits";
}

/* Either context may be given up whether the offer says so or not. The client's window is left to the client: we can
 * take any. */
static BridgeDeflateTerms
agree (const Extension *offer, BridgeDeflateUse use)
{
  bool without = use == BRIDGE_DEFLATE_WITHOUT_CONTEXT;
  return (BridgeDeflateTerms){
    .agreed = true,
    .server_no_context_takeover = without || offer->has[SERVER_NO_CONTEXT_TAKEOVER],
    .client_no_context_takeover = without || offer->has[CLIENT_NO_CONTEXT_TAKEOVER],
    .names_server_window = offer->has[SERVER_MAX_WINDOW_BITS],
    .server_max_window_bits = bits_of (offer, SERVER_MAX_WINDOW_BITS),
    .client_max_window_bits = WINDOW_BITS_MAX,
  };
}

BridgeStatus
bridge_extension_choose (BridgeDeflateTerms *terms, const char *offers, BridgeDeflateUse use)
{
  BridgeDeflateTerms chosen = { .agreed = false };
  Extension          offer;
  ListResult         result;
  while ((result = next_extension (&offers, &offer)) == LIST_EXTENSION)
    if (use != BRIDGE_DEFLATE_NEVER && !chosen.agreed && offer.is_deflate && offer.sound)
      chosen = agree (&offer, use);
  if (result == LIST_MALFORMED)
    return BRIDGE_STATUS_MALFORMED;
  *terms = chosen;
  return BRIDGE_STATUS_OK;
}

static void
put_parameter (char *answer, Parameter parameter)
{
  strcat (strcat (answer, "; "), parameter_names[parameter]);
}

void
bridge_extension_answer (char answer[BRIDGE_EXTENSION_ANSWER_SIZE], const BridgeDeflateTerms *terms)
{
  static const char *const values[] = { "=8", "=9", "=10", "=11", "=12", "=13", "=14", "=15" };
  strcpy (answer, NAME);
  if (terms->server_no_context_takeover)
    put_parameter (answer, SERVER_NO_CONTEXT_TAKEOVER);
  if (terms->client_no_context_takeover)
    put_parameter (answer, CLIENT_NO_CONTEXT_TAKEOVER);
  if (!terms->names_server_window)
    return;
  put_parameter (answer, SERVER_MAX_WINDOW_BITS);
  strcat (answer, values[terms->server_max_window_bits - WINDOW_BITS_MIN]);
}

/* What we asked for must be granted; more may be asked of us than we offered. */
static bool
is_answer (const Extension *answer, BridgeDeflateUse use)
{
  if (!answer->is_deflate || !answer->sound)
    return false;
  if (answer->has[CLIENT_MAX_WINDOW_BITS] && answer->bits[CLIENT_MAX_WINDOW_BITS] == 0)
    return false;
  return answer->has[SERVER_NO_CONTEXT_TAKEOVER] || use == BRIDGE_DEFLATE_WITH_CONTEXT;
}

BridgeStatus
bridge_extension_judge (BridgeDeflateTerms *terms, const char *answer, BridgeDeflateUse use)
{
  Extension extension, more;
  if (use == BRIDGE_DEFLATE_NEVER || next_extension (&answer, &extension) != LIST_EXTENSION ||
      !is_answer (&extension, use) || next_extension (&answer, &more) != LIST_END)
    return BRIDGE_STATUS_PROTOCOL;
  *terms = (BridgeDeflateTerms){
    .agreed = true,
    .server_no_context_takeover = extension.has[SERVER_NO_CONTEXT_TAKEOVER],
    .client_no_context_takeover = extension.has[CLIENT_NO_CONTEXT_TAKEOVER] || use == BRIDGE_DEFLATE_WITHOUT_CONTEXT,
    .names_server_window = extension.has[SERVER_MAX_WINDOW_BITS],
    .server_max_window_bits = bits_of (&extension, SERVER_MAX_WINDOW_BITS),
    .client_max_window_bits = bits_of (&extension, CLIENT_MAX_WINDOW_BITS),
  };
  return BRIDGE_STATUS_OK;
}
