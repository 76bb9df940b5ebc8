#pragma once
#include <hdf5.h>

/* libhdf5 spells its predefined types and property classes as macros around `H5open()`, and its
   link functions as macros that pick a version: neither can be imported, so each has a function. */

static inline hid_t chdf5_float32_le(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_float32_be(void) { return H5T_IEEE_F32BE; }
static inline hid_t chdf5_float64_le(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_float64_be(void) { return H5T_IEEE_F64BE; }
static inline hid_t chdf5_int64_le(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_int64_be(void) { return H5T_STD_I64BE; }
static inline hid_t chdf5_uint64_le(void) { return H5T_STD_U64LE; }
static inline hid_t chdf5_uint64_be(void) { return H5T_STD_U64BE; }
static inline hid_t chdf5_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t chdf5_int32_le(void) { return H5T_STD_I32LE; }
static inline hid_t chdf5_object_reference(void) { return H5T_STD_REF_OBJ; }

static inline hid_t chdf5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t chdf5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t chdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t chdf5_native_uint8(void) { return H5T_NATIVE_UINT8; }

static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }
static inline size_t chdf5_variable_length(void) { return H5T_VARIABLE; }

static inline hid_t chdf5_file_create_class(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_file_access_class(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_group_create_class(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_dataset_create_class(void) { return H5P_DATASET_CREATE; }
static inline hid_t chdf5_attribute_create_class(void) { return H5P_ATTRIBUTE_CREATE; }
static inline hid_t chdf5_link_create_class(void) { return H5P_LINK_CREATE; }

static inline hid_t chdf5_defaults(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_whole_space(void) { return H5S_ALL; }
static inline hid_t chdf5_current_errors(void) { return H5E_DEFAULT; }
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_truncate(void) { return H5F_ACC_TRUNC; }

/* Sets `reference` to the object at `path`; < 0 on error. */
static inline herr_t chdf5_refer(hid_t file, const char *path, hobj_ref_t *reference) {
  return H5Rcreate(reference, file, path, H5R_OBJECT, -1);
}

/* 1 when the link `name` in `group` is a hard link, 0 when it is soft or external, < 0 on error. */
static inline int chdf5_link_is_hard(hid_t group, const char *name) {
  H5L_info_t info;
  if (H5Lget_info(group, name, &info, H5P_DEFAULT) < 0) return -1;
  return info.type == H5L_TYPE_HARD;
}

typedef void (*chdf5_name_visitor)(const char *name, void *context);

struct chdf5_name_visit {
  chdf5_name_visitor visit;
  void *context;
};

static inline herr_t chdf5_visit_link(
    hid_t group, const char *name, const H5L_info_t *info, void *data) {
  (void)group, (void)info;
  const struct chdf5_name_visit *visit = (const struct chdf5_name_visit *)data;
  visit->visit(name, visit->context);
  return 0;
}

static inline herr_t chdf5_visit_attribute(
    hid_t object, const char *name, const H5A_info_t *info, void *data) {
  (void)object, (void)info;
  const struct chdf5_name_visit *visit = (const struct chdf5_name_visit *)data;
  visit->visit(name, visit->context);
  return 0;
}

/* Calls `visit` with the name of every link of `group`; < 0 on error. */
static inline herr_t chdf5_for_each_link(hid_t group, chdf5_name_visitor visit, void *context) {
  struct chdf5_name_visit data = {visit, context};
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, chdf5_visit_link, &data);
}

/* Calls `visit` with the name of every attribute of `object`; < 0 on error. */
static inline herr_t chdf5_for_each_attribute(
    hid_t object, chdf5_name_visitor visit, void *context) {
  struct chdf5_name_visit data = {visit, context};
  return H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, NULL, chdf5_visit_attribute, &data);
}
