/* A host's key and certificate: made once, kept for their owner alone, and told apart by their fingerprint.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include "session/error.h"
#include "session/identity.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_THREADS 8

typedef struct
{
  char *root;
  char *folder; /* not there at first */
  char *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->root = g_dir_make_tmp ("drawbridge-XXXXXX", NULL);
  place->folder = g_build_filename (place->root, "drawbridge", NULL);
  place->path = g_build_filename (place->folder, "identity.pem", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_remove (place->path);
  g_rmdir (place->folder);
  g_assert_cmpint (g_rmdir (place->root), ==, 0); /* nothing else was left behind */
  g_free (place->path);
  g_free (place->folder);
  g_free (place->root);
}

static char *
load_fingerprint (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = bridge_identity_load (path, &error);

  g_assert_no_error (error);
  return bridge_fingerprint_of (certificate);
}

static void
expect_error (const char *path, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bridge_identity_load (path, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_IDENTITY);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_nonnull (strstr (error->message, path));
}

static int
mode_of (const char *path)
{
  struct stat about;

  g_assert_cmpint (stat (path, &about), ==, 0);
  return about.st_mode & 07777;
}

static char *
read_file (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static char *
make_and_read (const char *path)
{
  g_free (load_fingerprint (path));
  return read_file (path);
}

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
}

static void
test_made_once (Place *place, gconstpointer data)
{
  mode_t           mask = umask (0);
  g_autofree char *one = load_fingerprint (place->path);
  g_autofree char *text = read_file (place->path);
  g_autofree char *two = load_fingerprint (place->path);
  g_autofree char *again = read_file (place->path);

  umask (mask);
  g_assert_cmpint (mode_of (place->path), ==, 0600);
  g_assert_cmpint (mode_of (place->folder), ==, 0700);
  g_assert_cmpuint (strlen (one), ==, BRIDGE_FINGERPRINT_LENGTH);
  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (text, ==, again);
}

/* The way of anybody who would check it by hand: openssl x509 -outform DER | sha256sum. */
static void
test_fingerprint (Place *place, gconstpointer data)
{
  g_autofree char   *fingerprint = load_fingerprint (place->path);
  g_autofree char   *padded = g_strconcat (fingerprint, "=", NULL);
  g_autofree char   *pem = read_file (place->path);
  gnutls_datum_t     text = { (guint8 *)pem, (unsigned)strlen (pem) };
  gnutls_datum_t     der;
  guint8             hash[32];
  gsize              length;
  g_autofree guint8 *decoded = NULL;

  g_assert_cmpint (gnutls_pem_base64_decode2 ("CERTIFICATE", &text, &der), ==, 0);
  g_assert_cmpint (gnutls_hash_fast (GNUTLS_DIG_SHA256, der.data, der.size, hash), ==, 0);
  gnutls_free (der.data);
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  decoded = g_base64_decode (padded, &length);
  g_assert_cmpmem (decoded, length, hash, sizeof hash);
}

static void
test_certificate (Place *place, gconstpointer data)
{
  g_autofree char      *pem = make_and_read (place->path);
  gnutls_datum_t        text = { (guint8 *)pem, (unsigned)strlen (pem) };
  gnutls_x509_crt_t     certificate;
  gnutls_x509_privkey_t key;
  gnutls_ecc_curve_t    curve;
  unsigned              bits;

  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &text, GNUTLS_X509_FMT_PEM), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_version (certificate), ==, 3);
  g_assert_cmpint (gnutls_x509_crt_get_pk_algorithm (certificate, &bits), ==, GNUTLS_PK_ECDSA);
  g_assert_cmpint (gnutls_x509_crt_get_signature_algorithm (certificate), ==, GNUTLS_SIGN_ECDSA_SHA256);
  g_assert_true (gnutls_x509_crt_check_issuer (certificate, certificate));
  g_assert_cmpint (gnutls_x509_crt_get_activation_time (certificate), <, time (NULL));
  gnutls_x509_crt_deinit (certificate);

  gnutls_x509_privkey_init (&key);
  g_assert_cmpint (gnutls_x509_privkey_import2 (key, &text, GNUTLS_X509_FMT_PEM, NULL, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_export_ecc_raw (key, &curve, NULL, NULL, NULL), ==, 0);
  g_assert_cmpint (curve, ==, GNUTLS_ECC_CURVE_SECP256R1);
  gnutls_x509_privkey_deinit (key);
}

static gpointer
load_in_thread (gpointer path)
{
  return load_fingerprint (path);
}

static void
test_at_once (Place *place, gconstpointer data)
{
  GThread         *threads[N_THREADS];
  g_autofree char *first = NULL;

  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("identity", load_in_thread, place->path);
  for (int i = 0; i < N_THREADS; i++)
    {
      g_autofree char *fingerprint = g_thread_join (threads[i]);

      if (first == NULL)
        first = g_steal_pointer (&fingerprint);
      else
        g_assert_cmpstr (fingerprint, ==, first);
    }
}

/* Whatever is wrong with it, the file stays as it was. */
static void
expect_damage (const char *path, const char *text)
{
  g_autofree char *after = NULL;

  write_file (path, text);
  expect_error (path, "damaged");
  after = read_file (path);
  g_assert_cmpstr (after, ==, text);
}

static void
test_damaged (Place *place, gconstpointer data)
{
  g_autofree char *pem = make_and_read (place->path);
  g_autofree char *other_pem = NULL;
  g_autofree char *mixed = NULL;
  g_autofree char *key_alone = g_strdup (strstr (pem, "-----BEGIN PRIVATE KEY"));
  g_autofree char *certificate_alone = g_strndup (pem, strlen (pem) - strlen (key_alone));

  expect_damage (place->path, "");
  expect_damage (place->path, "nonsense\n");
  expect_damage (place->path, key_alone);
  expect_damage (place->path, certificate_alone);
  for (gsize length = 1; length + 40 < strlen (pem); length += 37)
    {
      g_autofree char *part = g_strndup (pem, length);

      expect_damage (place->path, part);
    }

  g_remove (place->path);
  other_pem = make_and_read (place->path);
  mixed = g_strconcat (certificate_alone, strstr (other_pem, "-----BEGIN PRIVATE KEY"), NULL);
  expect_damage (place->path, mixed);
}

static void
test_readable_by_others (Place *place, gconstpointer data)
{
  static const int modes[] = { 0640, 0604, 0620, 0601 };
  g_autofree char *fingerprint = load_fingerprint (place->path);
  g_autofree char *again = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_chmod (place->path, modes[i]);
      expect_error (place->path, "chmod 600");
      g_assert_cmpint (mode_of (place->path), ==, modes[i]);
    }
  g_chmod (place->path, 0400);
  again = load_fingerprint (place->path);
  g_assert_cmpstr (again, ==, fingerprint);
}

static void
test_no_place (Place *place, gconstpointer data)
{
  g_autofree char *within_file = g_build_filename (place->path, "identity.pem", NULL);

  g_free (load_fingerprint (place->path));
  expect_error (within_file, "cannot be");
  expect_error (place->folder, "cannot be read");
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static GTlsCertificate *
load_async (const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bridge_identity_load_async (path, NULL, on_loaded, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bridge_identity_load_finish (result, error);
}

static void
test_async (Place *place, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = load_async (place->path, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *fingerprint = load_fingerprint (place->path);

  g_assert_true (bridge_fingerprint_matches (certificate, fingerprint));
  g_chmod (place->path, 0644);
  g_assert_null (load_async (place->path, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_IDENTITY);
}

static void
test_matches (Place *place, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = bridge_identity_load (place->path, NULL);
  g_autofree char *fingerprint = bridge_fingerprint_of (certificate);
  g_autofree char *longer = g_strconcat (fingerprint, "A", NULL);

  g_assert_true (bridge_fingerprint_matches (certificate, fingerprint));
  g_assert_false (bridge_fingerprint_matches (certificate, NULL));
  g_assert_false (bridge_fingerprint_matches (NULL, fingerprint));
  g_assert_false (bridge_fingerprint_matches (certificate, ""));
  g_assert_false (bridge_fingerprint_matches (certificate, longer));
  for (int i = 0; i < BRIDGE_FINGERPRINT_LENGTH; i++)
    {
      g_autofree char *other = g_strdup (fingerprint);

      other[i] = other[i] == 'A' ? 'B' : 'A';
      g_assert_false (bridge_fingerprint_matches (certificate, other));
      other[i] = '\0';
      g_assert_false (bridge_fingerprint_matches (certificate, other));
    }
}

/* Where nothing is said about the place, it is the user's data folder. */
static void
test_usual_place (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "drawbridge", "identity.pem", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *one = load_fingerprint (NULL);
  g_autofree char *two = load_fingerprint (path);

  g_assert_cmpstr (one, ==, two);
  g_assert_cmpint (mode_of (folder), ==, 0700);
}

int
main (int argc, char **argv)
{
  int status;

  harness_settle ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/identity/" name, Place, NULL, set_up, function, tear_down)
  ADD ("made-once", test_made_once);
  ADD ("fingerprint", test_fingerprint);
  ADD ("certificate", test_certificate);
  ADD ("at-once", test_at_once);
  ADD ("damaged", test_damaged);
  ADD ("readable-by-others", test_readable_by_others);
  ADD ("no-place", test_no_place);
  ADD ("async", test_async);
  ADD ("matches", test_matches);
#undef ADD
  g_test_add_func ("/identity/usual-place", test_usual_place);
  status = g_test_run ();
  harness_unsettle ();
  return status;
}
