/* SPDX-License-Identifier: BSD-2-Clause */

#include "datatype.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

/* 32-bit x86, System V ABI: no scalar is aligned to more. */
#define MAX_ALIGNMENT 4u
#define MAX_SIZE      (UINT64_C(1) << 31)

static struct arena *arena_of(const struct datatypes *types)
{
    return &types->model->compilation->arena;
}

static bool given(struct datatypes *types, const struct datatype *type, const char *property,
                  struct value *value)
{
    return classifier_value(types->model, types->model->root, type->classifier, property, value);
}

static const char *literal_of(struct datatypes *types, const struct datatype *type,
                              const char *property)
{
    struct value value;
    const char *literal =
        given(types, type, property, &value) ? value_literal(types->model, &value) : NULL;

    return literal == NULL ? "" : literal;
}

static const char *string_of(struct datatypes *types, const struct datatype *type,
                             const char *property)
{
    struct value value;

    return given(types, type, property, &value) ? value_string(types->model, &value) : NULL;
}

/* The first reason counts. */
static void fail(struct datatype *type, struct place at, const char *why)
{
    if (type->wrong != NULL)
        return;
    type->wrong = why;
    type->wrong_at = at;
}

/* --- names --- */

/* "a::b::t.i" becomes "a__b__t_i", in lower case, as POK's generator has it. */
static const char *type_name(struct datatypes *types, const struct classifier *classifier)
{
    char *text =
        arena_print(arena_of(types), "%s__%s", classifier->package->name.text, classifier->title);

    for (char *c = text; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    return c_identifier(arena_of(types), text);
}

/* --- scalars --- */

static void set_scalar(struct datatype *type, const char *base, uint32_t size)
{
    type->kind = DATATYPE_SCALAR;
    type->base = base;
    type->size = size;
    type->alignment = size < MAX_ALIGNMENT ? size : MAX_ALIGNMENT;
}

static void set_integer(struct datatypes *types, struct datatype *type, bool is_signed,
                        uint64_t size, struct place at)
{
    if (size != 1 && size != 2 && size != 4 && size != 8) {
        fail(type, at, "an integer in C has 1, 2, 4 or 8 bytes; give it one of these sizes");
        return;
    }
    set_scalar(type,
               arena_print(arena_of(types), "%sint%u_t", is_signed ? "" : "u", (unsigned)size * 8),
               (uint32_t)size);
    type->is_signed = is_signed;
}

/* The smallest one that holds the range. */
static uint64_t range_size(const struct datatype *type)
{
    for (uint32_t size = 1; size < 8; size *= 2) {
        int64_t half = INT64_C(1) << (size * 8 - 1);

        if (type->low >= 0 ? type->high < 2 * half : type->low >= -half && type->high < half)
            return size;
    }
    return 8;
}

static void make_integer(struct datatypes *types, struct datatype *type)
{
    const char *sign = literal_of(types, type, "Data_Model::Number_Representation");
    uint64_t size = type->size != 0 ? type->size : 4;
    struct place at = type->wrong_at;
    struct value value;

    if (given(types, type, "Data_Model::Integer_Range", &value) &&
        value_range(types->model, &value, &type->low, &type->high)) {
        type->has_range = true;
        if (type->size == 0)
            size = range_size(type);
        if (range_size(type) > size || (type->low < 0 && strcmp(sign, "unsigned") == 0))
            fail(type, value.at, "its range is larger than its size; enlarge that");
    }
    bool is_signed =
        sign[0] != '\0' ? strcmp(sign, "unsigned") != 0 : !type->has_range || type->low < 0;
    set_integer(types, type, is_signed, size, at);
}

static void make_float(struct datatypes *types, struct datatype *type)
{
    const char *precision = literal_of(types, type, "Data_Model::IEEE754_Precision");
    uint64_t size = type->size != 0 ? type->size : strcmp(precision, "double") == 0 ? 8 : 4;

    if (size != 4 && size != 8)
        fail(type, type->wrong_at,
             "a floating-point number in C has 4 or 8 bytes; give it one of "
             "these sizes");
    else
        set_scalar(type, size == 4 ? "float" : "double", (uint32_t)size);
}

static void make_boolean(struct datatypes *types, struct datatype *type)
{
    if (type->size <= 1)
        set_scalar(type, "bool", 1);
    else
        set_integer(types, type, false, type->size, type->wrong_at);
}

static void make_character(struct datatypes *types, struct datatype *type)
{
    if (type->size <= 1)
        set_scalar(type, "char", 1);
    else
        set_integer(types, type, false, type->size, type->wrong_at);
}

/* "flight__mode_cruise" */
static void add_enumerator(struct datatypes *types, struct datatype *type,
                           const struct value *value)
{
    const char *text = value_string(types->model, value);

    list_add(arena_of(types), &type->words,
             c_identifier(arena_of(types), arena_print(arena_of(types), "%s_%s", type->name,
                                                       text == NULL ? "" : text)));
}

static void make_enum(struct datatypes *types, struct datatype *type)
{
    uint64_t size = type->size != 0 ? type->size : 4;
    struct list texts = {0}, codes = {0};
    struct value value;

    if (!given(types, type, "Data_Model::Enumerators", &value)) {
        fail(type, type->wrong_at, "it has no values; add 'Data_Model::Enumerators => (\"...\");'");
        return;
    }
    value_elements(types->model, &value, &texts);
    for (uint32_t i = 0; i < texts.count; i++)
        add_enumerator(types, type, texts.items[i]);
    if (given(types, type, "Data_Model::Representation", &value))
        value_elements(types->model, &value, &codes);
    if (codes.count != 0 && codes.count != texts.count)
        fail(type, value.at,
             "'Representation' has not as many entries as 'Enumerators'; give each "
             "enumerator one");
    for (uint32_t i = 0; i < codes.count; i++)
        list_add(arena_of(types), &type->numbers, value_string(types->model, codes.items[i]));
    set_integer(types, type, false, size, type->wrong_at);
    type->kind = DATATYPE_ENUM;
}

/* --- arrays and structures --- */

static const struct datatype *needed(struct datatypes *types, struct datatype *type,
                                     const struct classifier *classifier, struct place at)
{
    const struct datatype *other = classifier == NULL ? NULL : datatype_of(types, classifier);

    if (other == NULL)
        fail(type, at, "a part of it has no type; name one");
    else if (other->visiting)
        fail(type, at, "it contains itself; leave that out");
    else if (other->wrong != NULL)
        fail(type, other->wrong_at,
             arena_print(arena_of(types), "'%s' in it is wrong: %s", other->classifier->title,
                         other->wrong));
    else
        return other;
    return NULL;
}

/* The classifiers of Base_Type. */
static bool base_types(struct datatypes *types, struct datatype *type, struct list *found,
                       struct place *at)
{
    struct list elements = {0};
    struct value value;

    if (!given(types, type, "Data_Model::Base_Type", &value))
        return false;
    *at = value.at;
    value_elements(types->model, &value, &elements);
    for (uint32_t i = 0; i < elements.count; i++) {
        const struct value *element = elements.items[i];

        if (element->expression->kind == EXPRESSION_CLASSIFIER)
            list_add(arena_of(types), found,
                     names_classifier(types->model->compilation, type->classifier->package,
                                      element->expression->reference, false));
    }
    return found->count > 0;
}

/* count * size, unless that is too large. */
static void take_dimension(struct datatypes *types, struct datatype *type,
                           const struct value *value, uint64_t *count)
{
    int64_t dimension = 0;

    if (!value_integer(types->model, value, &dimension) || dimension < 1 ||
        (uint64_t)dimension > MAX_SIZE / *count) {
        fail(type, value->at, "this dimension is not 1 or more, or too large; choose another");
        return;
    }
    *count *= (uint64_t)dimension;
    list_add(arena_of(types), &type->numbers, arena_print(arena_of(types), "%" PRId64, dimension));
}

static void make_array(struct datatypes *types, struct datatype *type,
                       const struct datatype *element)
{
    struct list dimensions = {0};
    uint64_t count = 1;
    struct value value;

    if (!given(types, type, "Data_Model::Dimension", &value)) {
        fail(type, type->wrong_at, "it has no size; add 'Data_Model::Dimension => (...);'");
        return;
    }
    value_elements(types->model, &value, &dimensions);
    for (uint32_t i = 0; i < dimensions.count; i++)
        take_dimension(types, type, dimensions.items[i], &count);
    if (element == NULL)
        return;
    if (element->size > MAX_SIZE / count) {
        fail(type, value.at, "it is too large; make it smaller");
        return;
    }
    type->kind = DATATYPE_ARRAY;
    type->element = element;
    type->size = count * element->size;
    type->alignment = element->alignment;
}

static void make_array_of_base(struct datatypes *types, struct datatype *type)
{
    struct place at = type->wrong_at;
    struct list bases = {0};

    if (base_types(types, type, &bases, &at) && bases.count == 1)
        make_array(types, type, needed(types, type, bases.items[0], at));
    else
        fail(type, at, "an array has elements of one type; name it with 'Data_Model::Base_Type'");
}

static void make_string(struct datatypes *types, struct datatype *type)
{
    static const struct datatype character = {
        .kind = DATATYPE_SCALAR, .name = "char", .base = "char", .size = 1, .alignment = 1};

    make_array(types, type, &character);
}

static void add_field(struct datatypes *types, struct datatype *type, const char *name,
                      const struct classifier *classifier, uint32_t count, struct place at)
{
    struct datatype_field *field = ARENA_NEW(arena_of(types), struct datatype_field);

    field->name = c_identifier(arena_of(types), name);
    field->type = needed(types, type, classifier, at);
    field->count = count;
    if (field->type != NULL)
        list_add(arena_of(types), &type->fields, field);
}

static void add_named_fields(struct datatypes *types, struct datatype *type)
{
    struct place at = type->wrong_at;
    struct list bases = {0}, names = {0};
    struct value value;

    if (!base_types(types, type, &bases, &at))
        return;
    if (given(types, type, "Data_Model::Element_Names", &value))
        value_elements(types->model, &value, &names);
    if (names.count != bases.count) {
        fail(type, at, "'Element_Names' has not as many entries as 'Base_Type'; name each part");
        return;
    }
    for (uint32_t i = 0; i < bases.count; i++) {
        const char *name = value_string(types->model, names.items[i]);

        add_field(types, type, name == NULL ? "" : name, bases.items[i], 0, at);
    }
}

/* The data subcomponents; those of what it extends come first. */
static void add_subcomponents(struct datatypes *types, struct datatype *type,
                              const struct classifier *classifier)
{
    if (classifier == NULL)
        return;
    add_subcomponents(types, type, classifier->parent);
    for (uint32_t i = 0; i < classifier->elements.count; i++) {
        const struct element *element = classifier->elements.items[i];

        if (element->kind != ELEMENT_SUBCOMPONENT || element->refined)
            continue;
        element = names_element(type->classifier, element->name.key);
        add_field(types, type, element->name.text, names_target(types->model->compilation, element),
                  element->dimensions.count == 0 ? 0 : element->array_size, element->name.at);
    }
}

static uint64_t aligned(uint64_t size, uint32_t alignment)
{
    return (size + alignment - 1) / alignment * alignment;
}

/* As the target's C compiler lays it out; generated code asserts it. */
static void lay_out(struct datatype *type)
{
    uint64_t size = 0;

    type->alignment = 1;
    for (uint32_t i = 0; i < type->fields.count; i++) {
        const struct datatype_field *field = type->fields.items[i];
        uint64_t count = field->count == 0 ? 1 : field->count;

        if (field->type->alignment > type->alignment)
            type->alignment = field->type->alignment;
        if (field->type->size > MAX_SIZE / count || size > MAX_SIZE) {
            fail(type, type->wrong_at, "it is too large; make it smaller");
            return;
        }
        if (type->kind == DATATYPE_STRUCT)
            size = aligned(size, field->type->alignment) + count * field->type->size;
        else if (count * field->type->size > size)
            size = count * field->type->size;
    }
    type->size = aligned(size, type->alignment);
}

static void make_structure(struct datatypes *types, struct datatype *type, enum datatype_kind kind)
{
    type->kind = kind;
    add_named_fields(types, type);
    if (type->fields.count == 0)
        add_subcomponents(types, type, type->classifier);
    if (type->fields.count == 0)
        fail(type, type->wrong_at,
             "it has no parts; add data subcomponents, or 'Base_Type' and "
             "'Element_Names'");
    lay_out(type);
}

/* --- all kinds --- */

/* The first file of Source_Text that is a header. */
static const char *header_of(struct datatypes *types, const struct datatype *type)
{
    struct list texts = {0};
    struct value value;

    if (given(types, type, "Programming_Properties::Source_Text", &value))
        value_elements(types->model, &value, &texts);
    for (uint32_t i = 0; i < texts.count; i++) {
        const char *text = value_string(types->model, texts.items[i]);
        size_t length = text == NULL ? 0 : strlen(text);

        if (length > 2 && strcmp(text + length - 2, ".h") == 0)
            return text;
    }
    return NULL;
}

/* In bytes, into type->size; 0 if it is not given. */
static void read_size(struct datatypes *types, struct datatype *type)
{
    static const char *const names[] = {"Memory_Properties::Data_Size",
                                        "Memory_Properties::Source_Data_Size"};
    struct value value;
    int64_t bits;

    for (int i = 0; i < 2 && type->size == 0; i++)
        if (given(types, type, names[i], &value) && value_integer(types->model, &value, &bits) &&
            bits > 0) {
            type->wrong_at = value.at;
            type->size = (uint64_t)bits / 8;
            if (bits % 8 != 0)
                fail(type, value.at, "its size is not a whole number of bytes; round it");
        }
}

static void make(struct datatypes *types, struct datatype *type)
{
    const char *kind = literal_of(types, type, "Data_Model::Data_Representation");
    uint64_t size = type->size;

    if (header_of(types, type) != NULL) {
        type->kind = DATATYPE_FOREIGN;
        type->base = header_of(types, type);
        /* Most likely; generated code asserts what follows from it. */
        type->alignment = size % 4 == 0 ? 4 : size % 2 == 0 ? 2 : 1;
        if (size == 0)
            fail(type, type->wrong_at, "its size is not known here; add 'Data_Size => ... Bytes;'");
    } else if (strcmp(kind, "integer") == 0 || strcmp(kind, "fixed") == 0) {
        make_integer(types, type);
    } else if (strcmp(kind, "float") == 0) {
        make_float(types, type);
    } else if (strcmp(kind, "boolean") == 0) {
        make_boolean(types, type);
    } else if (strcmp(kind, "character") == 0) {
        make_character(types, type);
    } else if (strcmp(kind, "enum") == 0) {
        make_enum(types, type);
    } else if (strcmp(kind, "array") == 0) {
        make_array_of_base(types, type);
    } else if (strcmp(kind, "string") == 0) {
        make_string(types, type);
    } else if (strcmp(kind, "union") == 0) {
        make_structure(types, type, DATATYPE_UNION);
    } else if (strcmp(kind, "struct") == 0 || size == 0) {
        make_structure(types, type, DATATYPE_STRUCT);
    } else {
        type->kind = DATATYPE_BYTES;
        type->alignment = 1;
    }
    if (size != 0 && type->size != size)
        fail(type, type->wrong_at,
             arena_print(arena_of(types),
                         "its size is %" PRIu64 " bytes, but in C it has %" PRIu64
                         "; correct it, or leave it out",
                         size, type->size));
}

const struct datatype *datatype_of(struct datatypes *types, const struct classifier *classifier)
{
    const char *key = names_key(types->model->compilation,
                                arena_print(arena_of(types), "%p", (const void *)classifier));
    struct datatype *type = map_get(&types->known, key);

    if (type != NULL)
        return type;
    type = ARENA_NEW(arena_of(types), struct datatype);
    type->classifier = classifier;
    type->visiting = true;
    map_set(arena_of(types), &types->known, key, type);
    type->name = string_of(types, type, "Programming_Properties::Type_Source_Name");
    if (type->name == NULL)
        type->name = string_of(types, type, "Programming_Properties::Source_Name");
    if (type->name == NULL)
        type->name = type_name(types, classifier);
    type->wrong_at = classifier->name.at;
    read_size(types, type);
    make(types, type);
    type->visiting = false;
    list_add(arena_of(types), &types->all, type);
    return type;
}
