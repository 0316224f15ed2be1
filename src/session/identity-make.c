/* Making a key and its certificate, and looking at what was kept of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/identity-make.h"

#include "session/entropy.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

#define SUBJECT     "CN=Drawbridge"
#define SERIAL_SIZE 16
#define KEY_ID_SIZE 32    /* a SHA-256 */
#define LEAD        86400 /* s by which the clock of whoever looks at the certificate may be behind ours */

static void
must (int status)
{
  if (status < 0)
    g_error ("GnuTLS cannot make a certificate: %s", gnutls_strerror (status));
}

static gnutls_x509_privkey_t
make_key (void)
{
  gnutls_x509_privkey_t key;

  must (gnutls_x509_privkey_init (&key));
  must (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  return key;
}

static gnutls_x509_crt_t
make_certificate (gnutls_x509_privkey_t key)
{
  gnutls_x509_crt_t certificate;
  guint8            serial[SERIAL_SIZE];

  bridge_entropy_fill (serial, sizeof serial);
  serial[0] = (serial[0] & 0x7f) | 0x40; /* positive, and not zero */
  must (gnutls_x509_crt_init (&certificate));
  must (gnutls_x509_crt_set_version (certificate, 3));
  must (gnutls_x509_crt_set_serial (certificate, serial, sizeof serial));
  must (gnutls_x509_crt_set_dn (certificate, SUBJECT, NULL));
  must (gnutls_x509_crt_set_activation_time (certificate, time (NULL) - LEAD));
  must (gnutls_x509_crt_set_expiration_time (certificate, GNUTLS_X509_NO_WELL_DEFINED_EXPIRATION));
  must (gnutls_x509_crt_set_basic_constraints (certificate, 0, -1));
  must (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE));
  must (gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0));
  must (gnutls_x509_crt_set_key (certificate, key));
  must (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0));
  return certificate;
}

char *
bridge_identity_make (void)
{
  gnutls_x509_privkey_t key = make_key ();
  gnutls_x509_crt_t     certificate = make_certificate (key);
  gnutls_datum_t        first = { 0 }, second = { 0 };
  char                 *pem;

  must (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &first));
  must (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &second));
  pem = g_strdup_printf ("%.*s%.*s", (int)first.size, first.data, (int)second.size, second.data);
  gnutls_free (first.data);
  gnutls_free (second.data);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return pem;
}

gboolean
bridge_identity_is_whole (const char *pem)
{
  const gnutls_datum_t  text = { (guint8 *)pem, (unsigned)strlen (pem) };
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     certificate;
  guint8                one[KEY_ID_SIZE], two[KEY_ID_SIZE];
  gsize                 first = sizeof one, second = sizeof two;
  gboolean              whole;

  must (gnutls_x509_privkey_init (&key));
  must (gnutls_x509_crt_init (&certificate));
  whole = gnutls_x509_crt_import (certificate, &text, GNUTLS_X509_FMT_PEM) >= 0 &&
          gnutls_x509_privkey_import2 (key, &text, GNUTLS_X509_FMT_PEM, NULL, 0) >= 0 &&
          gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, one, &first) >= 0 &&
          gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, two, &second) >= 0 &&
          first == second && memcmp (one, two, first) == 0;
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return whole;
}
