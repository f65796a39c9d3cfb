/* SPDX-License-Identifier: BSD-2-Clause */

/* The grammar of AADL (SAE AS5506C, textual core). Each list of declarations
 * resynchronises at a ';', so one run finds several errors. */
%{
#include "parser.h"
#include "parser.tab.h"

#include <stdio.h>
#include <stdlib.h>

#define ARENA (&parser->compilation->arena)
#define ADD(list, item) list_add(ARENA, &(list), (item))
#define KEEP(name) keep_name(parser, (name))
#define YYLLOC_DEFAULT(Current, Rhs, N) ((Current) = join_places((Rhs) + 1, (N), (Rhs)))

static struct place join_places(const struct place *first, int count, const struct place *before);
static void aadlerror(const struct place *at, void *scanner, struct parser *parser,
                      const char *message);

int aadllex_init_extra(struct parser *extra, void **scanner);
int aadllex_destroy(void *scanner);
void *aadl_scan_bytes(const char *bytes, int length, void *scanner);
%}

%code provides {
int aadllex(AADLSTYPE *value, AADLLTYPE *at, void *scanner);
}

%define api.prefix {aadl}
%define api.pure full
%define parse.error custom
%define parse.lac full
%locations
%param {void *scanner}
%parse-param {struct parser *parser}
%expect 0

%union {
    const char *text;
    uint32_t number;
    struct name name;
    struct list list;
    struct reference *reference;
    struct path *path;
    struct expression *expression;
    struct modal_value *modal;
    struct association *association;
    struct element *element;
    struct type *type;
    struct unit *unit;
    struct property *property;
    struct mode_binding *mode_binding;
    struct prototype_binding *binding;
    enum category category;
    enum feature_kind feature;
    enum direction direction;
    enum connection_kind connection;
    enum flow_kind flow;
}

%token <name> IDENTIFIER "a name"
%token <text> NUMBER "a number" REAL_NUMBER "a real number" STRING "a string"
%token ARROW "'=>'" APPEND "'+=>'" TO_ARROW "'->'" BOTH_ARROW "'<->'" TRIGGER_OPEN "'-['"
%token TRIGGER_CLOSE "']->'" SCOPE "'::'" DOTS "'..'" STARS "'**'" ANNEX_TEXT "'{** ... **}'"
%token IN_MODES "'in modes'" IN_BINDING "'in binding'" INTERNAL_FEATURES "'internal features'"
%token GIVE_UP "the end of this"
%token AADLBOOLEAN "'aadlboolean'" AADLINTEGER "'aadlinteger'" AADLREAL "'aadlreal'"
%token AADLSTRING "'aadlstring'" ABSTRACT "'abstract'" ACCESS "'access'" ALL "'all'" AND "'and'"
%token ANNEX "'annex'" APPLIES "'applies'" BINDING "'binding'" BUS "'bus'" CALLS "'calls'"
%token CLASSIFIER "'classifier'" COMPUTE "'compute'" CONNECTIONS "'connections'"
%token CONSTANT "'constant'" DATA "'data'" DELTA "'delta'" DEVICE "'device'" END "'end'"
%token ENUMERATION "'enumeration'" EVENT "'event'" EXTENDS "'extends'" FALSE "'false'"
%token FEATURE "'feature'" FEATURES "'features'" FLOW "'flow'" FLOWS "'flows'" GROUP "'group'"
%token IMPLEMENTATION "'implementation'" IN "'in'" INHERIT "'inherit'" INITIAL "'initial'"
%token INVERSE "'inverse'" IS "'is'" LIST "'list'" MEMORY "'memory'" MODE "'mode'"
%token MODES "'modes'" NONE "'none'" NOT "'not'" OF "'of'" OR "'or'" OUT "'out'"
%token PACKAGE "'package'" PARAMETER "'parameter'" PATH "'path'" PORT "'port'"
%token PRIVATE "'private'" PROCESS "'process'" PROCESSOR "'processor'"
%token PROPERTIES "'properties'" PROPERTY "'property'" PROTOTYPES "'prototypes'"
%token PROVIDES "'provides'" PUBLIC "'public'" RANGE "'range'" RECORD "'record'"
%token REFERENCE "'reference'" REFINED "'refined'" RENAMES "'renames'" REQUIRES "'requires'"
%token SELF "'self'" SET "'set'" SINK "'sink'" SOURCE "'source'"
%token SUBCOMPONENTS "'subcomponents'" SUBPROGRAM "'subprogram'" SYSTEM "'system'"
%token THREAD "'thread'" TO "'to'" TRUE "'true'" TYPE "'type'" UNITS "'units'"
%token VIRTUAL "'virtual'" WITH "'with'"

%type <list> qualified bindings binding_list binding_actuals binding_actual_list properties_block
%type <list> block_associations in_modes mode_bindings dimensions dimension_list choices choice_list indices
%type <list> chain calls triggers modal_values applies_to paths in_binding references
%type <list> expressions record_fields conjunction disjunction owners owner_list words_of_owners
%type <list> name_list unit_list fields names
%type <reference> reference optional_reference
%type <path> path model_path endpoint trigger
%type <expression> dimension expression boolean range term number number_range value
%type <modal> modal_value
%type <association> association
%type <element> prototype feature proxy feature_spec subcomponent array_or_one one call_sequence call connection flow
%type <element> mode actual connection_ends
%type <type> type plain_type number_type units_of optional_units
%type <unit> unit
%type <property> property_declaration property_body
%type <mode_binding> mode_binding
%type <binding> binding
%type <category> category
%type <feature> port_kind access_kind proxy_kind
%type <direction> direction access_direction
%type <connection> connection_kind
%type <flow> flow_kind
%type <number> refined initial constant list_depth arrow inherit inverse associator
%type <text> word owner scoped_owner

/* A list of declarations goes on over an error in it, rather than end there. */
%precedence END_OF_LIST
%precedence error

%%

specification: %empty | specification declaration | specification error ';';
declaration: package | property_set;

/* Packages */

package: PACKAGE qualified { begin_package(parser, join_names(parser, &$2, $2.count)); }
    package_parts package_properties END qualified ';'
    { end_named(parser, parser->package->name, join_names(parser, &$7, $7.count)); };
package_parts: public | private | public private;
public: PUBLIC { parser->is_private = false; } package_declarations;
private: PRIVATE { parser->is_private = true; } package_declarations;
package_properties: %empty | PROPERTIES NONE ';' | PROPERTIES package_associations;
package_associations: package_association | package_associations package_association;
package_association: association { ADD(parser->package->properties, $1); } | error ';';
package_declarations: %empty %prec END_OF_LIST | package_declarations package_declaration;
package_declaration: WITH imports ';' | rename ';' | classifier | annex | error ';';
imports: import | imports ',' import;
import: qualified
    {
        struct name name = join_names(parser, &$1, $1.count);
        list_add(ARENA, parser->set ? &parser->set->imports : &parser->package->imports,
                 KEEP(name));
    };
rename: IDENTIFIER RENAMES renamed { struct list *r = &parser->package->renames;
        ((struct rename *)r->items[r->count - 1])->alias = $1; }
    | RENAMES renamed;
renamed: PACKAGE qualified
    { add_rename(parser, make_reference(parser, &$2, NULL, @$))->is_package = true; }
    | category reference { add_rename(parser, $2)->category = $1; }
    | FEATURE GROUP reference { add_rename(parser, $3)->category = CATEGORY_FEATURE_GROUP; }
    | qualified SCOPE ALL
    {
        struct rename *rename = add_rename(parser, make_reference(parser, &$1, NULL, @$));
        rename->is_package = rename->all = true;
    };

/* Classifiers */

category: ABSTRACT { $$ = CATEGORY_ABSTRACT; } | BUS { $$ = CATEGORY_BUS; }
    | DATA { $$ = CATEGORY_DATA; } | DEVICE { $$ = CATEGORY_DEVICE; }
    | MEMORY { $$ = CATEGORY_MEMORY; } | PROCESS { $$ = CATEGORY_PROCESS; }
    | PROCESSOR { $$ = CATEGORY_PROCESSOR; } | SUBPROGRAM { $$ = CATEGORY_SUBPROGRAM; }
    | SUBPROGRAM GROUP { $$ = CATEGORY_SUBPROGRAM_GROUP; } | SYSTEM { $$ = CATEGORY_SYSTEM; }
    | THREAD { $$ = CATEGORY_THREAD; } | THREAD GROUP { $$ = CATEGORY_THREAD_GROUP; }
    | VIRTUAL BUS { $$ = CATEGORY_VIRTUAL_BUS; }
    | VIRTUAL PROCESSOR { $$ = CATEGORY_VIRTUAL_PROCESSOR; };
classifier: category IDENTIFIER { begin_classifier(parser, $1, $2, NULL); } classifier_rest
    | FEATURE GROUP IDENTIFIER
      { begin_classifier(parser, CATEGORY_FEATURE_GROUP, $3, NULL); } classifier_rest
    | category IMPLEMENTATION IDENTIFIER '.' IDENTIFIER bindings
      { begin_classifier(parser, $1, $3, &$5); parser->classifier->type_bindings = $6; }
      classifier_rest;
classifier_rest: extends sections end;
end: END IDENTIFIER ';' { end_classifier(parser, $2, NULL); }
    | END IDENTIFIER '.' IDENTIFIER ';' { end_classifier(parser, $2, &$4); };
extends: %empty
    | EXTENDS reference bindings
      { parser->classifier->extends = $2; parser->classifier->bindings = $3; };
bindings: %empty { $$ = (struct list){0}; } | '(' binding_list ')' { $$ = $2; };
binding_list: binding { $$ = (struct list){0}; ADD($$, $1); }
    | binding_list ',' binding { $$ = $1; ADD($$, $3); };
binding: IDENTIFIER ARROW binding_actuals
    { $$ = ARENA_NEW(ARENA, struct prototype_binding); $$->formal = $1; $$->actuals = $3; };
binding_actuals: actual { $$ = (struct list){0}; ADD($$, $1); }
    | '(' binding_actual_list ')' { $$ = $2; };
binding_actual_list: actual { $$ = (struct list){0}; ADD($$, $1); }
    | binding_actual_list ',' actual { $$ = $1; ADD($$, $3); };
actual: category reference bindings
    {
        $$ = make_element(parser, ELEMENT_PROTOTYPE, (struct name){0}, @$);
        $$->category = $1;
        $$->target = $2;
        $$->bindings = $3;
    }
    | feature_spec { $$ = $1; $$->is_feature = true; };

/* The sections come in the order of the standard; any order is accepted. */
sections: %empty %prec END_OF_LIST | sections section | sections error ';';
section: PROTOTYPES prototypes | FEATURES features | INTERNAL_FEATURES proxies
    | PROCESSOR FEATURES proxies | SUBCOMPONENTS subcomponents | CALLS call_sequences
    | CONNECTIONS connections | FLOWS flows | MODES modes
    | REQUIRES MODES { parser->classifier->requires_modes = true; } modes
    | PROPERTIES associations | annex
    | INVERSE OF reference { parser->classifier->inverse_of = $3; };

prototypes: NONE ';' | prototype_list %prec END_OF_LIST;
prototype_list: prototype_item | prototype_list prototype_item;
prototype_item: prototype ';' { ADD(parser->classifier->elements, $1); } | error ';';
prototype: IDENTIFIER ':' refined category optional_reference dimensions properties_block
    {
        $$ = make_element(parser, ELEMENT_PROTOTYPE, $1, @$);
        $$->refined = $3;
        $$->category = $4;
        $$->target = $5;
        $$->dimensions = $6;
        $$->properties = $7;
    }
    | IDENTIFIER ':' refined feature_spec properties_block
    {
        $$ = $4;
        $$->kind = ELEMENT_PROTOTYPE;
        $$->is_feature = true;
        $$->name = $1;
        $$->refined = $3;
        $$->properties = $5;
        $$->at = @$;
    };
refined: %empty { $$ = false; } | REFINED TO { $$ = true; };
optional_reference: %empty { $$ = NULL; } | reference;

features: NONE ';' | feature_list %prec END_OF_LIST;
feature_list: feature_item | feature_list feature_item;
feature_item: feature ';' { ADD(parser->classifier->elements, $1); } | error ';';
feature: IDENTIFIER ':' refined feature_spec dimensions properties_block
    {
        $$ = $4;
        $$->name = $1;
        $$->refined = $3;
        $$->dimensions = $5;
        $$->properties = $6;
        $$->at = @$;
    };
feature_spec: direction port_kind optional_reference
      { $$ = make_feature(parser, $2, $1, $3, @$); }
    | direction FEATURE optional_reference
      { $$ = make_feature(parser, FEATURE_ABSTRACT, $1, $3, @$); }
    | FEATURE optional_reference
      { $$ = make_feature(parser, FEATURE_ABSTRACT, DIRECTION_NONE, $2, @$); }
    | direction FEATURE GROUP inverse optional_reference
      { $$ = make_feature(parser, FEATURE_GROUP, $1, $5, @$); $$->inverse = $4; }
    | FEATURE GROUP inverse optional_reference
      { $$ = make_feature(parser, FEATURE_GROUP, DIRECTION_NONE, $4, @$); $$->inverse = $3; }
    | access_direction access_kind ACCESS optional_reference
      { $$ = make_feature(parser, $2, $1, $4, @$); };
inverse: %empty { $$ = false; } | INVERSE OF { $$ = true; };
direction: IN { $$ = DIRECTION_IN; } | OUT { $$ = DIRECTION_OUT; }
    | IN OUT { $$ = DIRECTION_IN_OUT; };
port_kind: DATA PORT { $$ = FEATURE_DATA_PORT; } | EVENT PORT { $$ = FEATURE_EVENT_PORT; }
    | EVENT DATA PORT { $$ = FEATURE_EVENT_DATA_PORT; } | PARAMETER { $$ = FEATURE_PARAMETER; };
access_direction: PROVIDES { $$ = DIRECTION_PROVIDES; } | REQUIRES { $$ = DIRECTION_REQUIRES; };
access_kind: BUS { $$ = FEATURE_BUS_ACCESS; } | DATA { $$ = FEATURE_DATA_ACCESS; }
    | SUBPROGRAM { $$ = FEATURE_SUBPROGRAM_ACCESS; }
    | SUBPROGRAM GROUP { $$ = FEATURE_SUBPROGRAM_GROUP_ACCESS; }
    | VIRTUAL BUS { $$ = FEATURE_VIRTUAL_BUS_ACCESS; };

proxies: NONE ';' | proxy_list %prec END_OF_LIST;
proxy_list: proxy_item | proxy_list proxy_item;
proxy_item: proxy ';' { ADD(parser->classifier->elements, $1); } | error ';';
proxy: IDENTIFIER ':' proxy_kind optional_reference properties_block
    {
        $$ = make_element(parser, ELEMENT_FEATURE, $1, @$);
        $$->feature = $3;
        $$->target = $4;
        $$->properties = $5;
    };
proxy_kind: EVENT { $$ = FEATURE_EVENT_PORT; } | EVENT DATA { $$ = FEATURE_EVENT_DATA_PORT; }
    | PORT { $$ = FEATURE_DATA_PORT; } | SUBPROGRAM { $$ = FEATURE_SUBPROGRAM_ACCESS; };

subcomponents: NONE ';' | subcomponent_list %prec END_OF_LIST;
subcomponent_list: subcomponent_item | subcomponent_list subcomponent_item;
subcomponent_item: subcomponent ';' { ADD(parser->classifier->elements, $1); } | error ';';
subcomponent: array_or_one properties_block in_modes
    { $$ = $1; $$->properties = $2; $$->modes = $3; $$->at = @$; };
array_or_one: one
    | one dimension_list choices { $$ = $1; $$->dimensions = $2; $$->choices = $3; };
one: IDENTIFIER ':' refined category optional_reference bindings
    {
        $$ = make_element(parser, ELEMENT_SUBCOMPONENT, $1, @$);
        $$->refined = $3;
        $$->category = $4;
        $$->target = $5;
        $$->bindings = $6;
    };
dimensions: %empty { $$ = (struct list){0}; } | dimension_list;
dimension_list: dimension { $$ = (struct list){0}; ADD($$, $1); }
    | dimension_list dimension { $$ = $1; ADD($$, $2); };
dimension: '[' ']' { $$ = NULL; } | '[' term ']' { $$ = $2; };
choices: %empty { $$ = (struct list){0}; } | '(' choice_list ')' { $$ = $2; };
choice_list: reference bindings { $$ = (struct list){0}; ADD($$, $1); }
    | choice_list ',' reference bindings { $$ = $1; ADD($$, $3); };
properties_block: %empty { $$ = (struct list){0}; } | '{' block_associations '}' { $$ = $2; };
block_associations: association { $$ = (struct list){0}; ADD($$, $1); }
    | block_associations association { $$ = $1; ADD($$, $2); };
in_modes: %empty { $$ = (struct list){0}; }
    | IN_MODES '(' mode_bindings ')' { $$ = $3; }
    | IN_MODES '(' ALL ')' { $$ = (struct list){0}; };
mode_bindings: mode_binding { $$ = (struct list){0}; ADD($$, $1); }
    | mode_bindings ',' mode_binding { $$ = $1; ADD($$, $3); };
mode_binding: IDENTIFIER { $$ = ARENA_NEW(ARENA, struct mode_binding); $$->from = $1; }
    | IDENTIFIER mode_arrow IDENTIFIER
      { $$ = ARENA_NEW(ARENA, struct mode_binding); $$->from = $1; $$->to = $3; };
mode_arrow: ARROW | TO_ARROW;

call_sequences: NONE ';' | call_sequence_list %prec END_OF_LIST;
call_sequence_list: call_sequence_item | call_sequence_list call_sequence_item;
call_sequence_item: call_sequence ';' { ADD(parser->classifier->elements, $1); } | error ';';
call_sequence: IDENTIFIER ':' '{' calls '}' properties_block in_modes
    {
        $$ = make_element(parser, ELEMENT_CALL_SEQUENCE, $1, @$);
        $$->parts = $4;
        $$->properties = $6;
        $$->modes = $7;
    };
calls: call ';' { $$ = (struct list){0}; ADD($$, $1); }
    | calls call ';' { $$ = $1; ADD($$, $2); };
call: IDENTIFIER ':' SUBPROGRAM reference properties_block
    {
        $$ = make_element(parser, ELEMENT_CALL, $1, @$);
        $$->category = CATEGORY_SUBPROGRAM;
        $$->target = $4;
        $$->properties = $5;
    }
    | IDENTIFIER ':' SUBPROGRAM PROCESSOR '.' IDENTIFIER properties_block
    {
        $$ = make_element(parser, ELEMENT_CALL, $1, @$);
        $$->category = CATEGORY_SUBPROGRAM;
        $$->properties = $7;
    };

connections: NONE ';' | connection_list %prec END_OF_LIST;
connection_list: connection_item | connection_list connection_item;
connection_item: connection ';' { ADD(parser->classifier->elements, $1); } | error ';';
connection: IDENTIFIER ':' refined connection_ends properties_block in_modes
    {
        $$ = $4;
        $$->name = $1;
        $$->refined = $3;
        $$->properties = $5;
        $$->modes = $6;
        $$->at = @$;
    }
    | connection_ends properties_block in_modes
    { $$ = $1; $$->properties = $2; $$->modes = $3; };
connection_ends: connection_kind
    { $$ = make_element(parser, ELEMENT_CONNECTION, (struct name){0}, @$); $$->connection = $1; }
    | connection_kind endpoint arrow endpoint
    {
        $$ = make_element(parser, ELEMENT_CONNECTION, (struct name){0}, @$);
        $$->connection = $1;
        $$->from = $2;
        $$->both_ways = $3;
        $$->to = $4;
    };
connection_kind: PORT { $$ = CONNECTION_PORT; } | PARAMETER { $$ = CONNECTION_PARAMETER; }
    | access_kind ACCESS { $$ = CONNECTION_ACCESS; }
    | FEATURE GROUP { $$ = CONNECTION_FEATURE_GROUP; } | FEATURE { $$ = CONNECTION_FEATURE; };
arrow: TO_ARROW { $$ = false; } | BOTH_ARROW { $$ = true; };
endpoint: path
    | PROCESSOR '.' path { $$ = $3; $$->of_processor = true; }
    | SELF '.' path { $$ = $3; };

flows: NONE ';' | flow_list %prec END_OF_LIST;
flow_list: flow_item | flow_list flow_item;
flow_item: flow ';' { ADD(parser->classifier->elements, $1); } | error ';';
flow: IDENTIFIER ':' refined flow_kind chain properties_block in_modes
    {
        $$ = make_element(parser, ELEMENT_FLOW, $1, @$);
        $$->refined = $3;
        $$->flow = $4;
        $$->parts = $5;
        $$->properties = $6;
        $$->modes = $7;
    };
flow_kind: FLOW SOURCE { $$ = FLOW_SOURCE; } | FLOW SINK { $$ = FLOW_SINK; }
    | FLOW PATH { $$ = FLOW_PATH; } | END TO END FLOW { $$ = FLOW_END_TO_END; };
chain: %empty { $$ = (struct list){0}; }
    | path { $$ = (struct list){0}; ADD($$, $1); }
    | chain TO_ARROW path { $$ = $1; ADD($$, $3); };

modes: NONE ';' | mode_list %prec END_OF_LIST;
mode_list: mode_item | mode_list mode_item;
mode_item: mode ';' { ADD(parser->classifier->elements, $1); } | error ';';
mode: IDENTIFIER ':' refined initial MODE properties_block
    {
        $$ = make_element(parser, ELEMENT_MODE, $1, @$);
        $$->refined = $3;
        $$->initial = $4;
        $$->properties = $6;
    }
    | IDENTIFIER ':' path TRIGGER_OPEN triggers TRIGGER_CLOSE path properties_block in_modes
    {
        $$ = make_element(parser, ELEMENT_TRANSITION, $1, @$);
        $$->from = $3;
        $$->parts = $5;
        $$->to = $7;
        $$->properties = $8;
    }
    | path TRIGGER_OPEN triggers TRIGGER_CLOSE path properties_block in_modes
    {
        $$ = make_element(parser, ELEMENT_TRANSITION, (struct name){0}, @$);
        $$->from = $1;
        $$->parts = $3;
        $$->to = $5;
        $$->properties = $6;
    };
initial: %empty { $$ = false; } | INITIAL { $$ = true; };
triggers: trigger { $$ = (struct list){0}; ADD($$, $1); }
    | triggers ',' trigger { $$ = $1; ADD($$, $3); };
trigger: endpoint;

annex: ANNEX IDENTIFIER annex_body in_modes ';'
    {
        struct annex *annex = ARENA_NEW(ARENA, struct annex);
        annex->name = $2;
        annex->at = @$;
        list_add(ARENA, parser->classifier ? &parser->classifier->annexes
                                           : &parser->package->annexes, annex);
    };
annex_body: ANNEX_TEXT | NONE;

/* Property associations */

associations: NONE ';' | association_list %prec END_OF_LIST;
association_list: association_item | association_list association_item;
association_item: association { ADD(parser->classifier->properties, $1); } | error ';';
association: qualified associator constant modal_values applies_to in_binding ';'
    {
        $$ = ARENA_NEW(ARENA, struct association);
        $$->property = make_reference(parser, &$1, NULL, @1);
        $$->append = $2;
        $$->constant = $3;
        $$->values = $4;
        $$->applies_to = $5;
        $$->in_binding = $6;
        $$->at = @$;
    };
associator: ARROW { $$ = false; } | APPEND { $$ = true; };
constant: %empty { $$ = false; } | CONSTANT { $$ = true; };
modal_values: modal_value { $$ = (struct list){0}; ADD($$, $1); }
    | modal_values ',' modal_value { $$ = $1; ADD($$, $3); };
modal_value: expression in_modes
    { $$ = ARENA_NEW(ARENA, struct modal_value); $$->value = $1; $$->modes = $2; };
applies_to: %empty { $$ = (struct list){0}; } | APPLIES TO paths { $$ = $3; };
paths: model_path { $$ = (struct list){0}; ADD($$, $1); }
    | paths ',' model_path { $$ = $1; ADD($$, $3); };
in_binding: %empty { $$ = (struct list){0}; } | IN_BINDING '(' references ')' { $$ = $3; };
references: reference { $$ = (struct list){0}; ADD($$, $1); }
    | references ',' reference { $$ = $1; ADD($$, $3); };

expression: boolean
    | disjunction { $$ = make_expression(parser, EXPRESSION_OR, @$); $$->operands = $1; }
    | conjunction { $$ = make_expression(parser, EXPRESSION_AND, @$); $$->operands = $1; };
disjunction: boolean OR boolean { $$ = (struct list){0}; ADD($$, $1); ADD($$, $3); }
    | disjunction OR boolean { $$ = $1; ADD($$, $3); };
conjunction: boolean AND boolean { $$ = (struct list){0}; ADD($$, $1); ADD($$, $3); }
    | conjunction AND boolean { $$ = $1; ADD($$, $3); };
boolean: range | NOT range { $$ = make_operation(parser, EXPRESSION_NOT, @$, $2, NULL); };
range: value
    | value DOTS value { $$ = make_operation(parser, EXPRESSION_RANGE, @$, $1, $3); }
    | value DOTS value DELTA value
      { $$ = make_operation(parser, EXPRESSION_RANGE, @$, $1, $3); ADD($$->operands, $5); };
value: term
    | STRING { $$ = make_expression(parser, EXPRESSION_STRING, @$); $$->string = $1; }
    | TRUE { $$ = make_expression(parser, EXPRESSION_BOOLEAN, @$); $$->boolean = true; }
    | FALSE { $$ = make_expression(parser, EXPRESSION_BOOLEAN, @$); }
    | '(' ')' { $$ = make_expression(parser, EXPRESSION_LIST, @$); }
    | '(' expressions ')' { $$ = make_expression(parser, EXPRESSION_LIST, @$); $$->operands = $2; }
    | '[' record_fields ']'
      { $$ = make_expression(parser, EXPRESSION_RECORD, @$); $$->fields = $2; }
    | '(' record_fields ')'
      { $$ = make_expression(parser, EXPRESSION_RECORD, @$); $$->fields = $2; }
    | CLASSIFIER '(' reference ')'
      { $$ = make_expression(parser, EXPRESSION_CLASSIFIER, @$); $$->reference = $3; }
    | REFERENCE '(' model_path ')'
      { $$ = make_expression(parser, EXPRESSION_REFERENCE, @$); $$->path = $3; }
    | COMPUTE '(' IDENTIFIER ')'
      { $$ = make_expression(parser, EXPRESSION_COMPUTE, @$); $$->function = $3; };
term: number
    | '+' number { $$ = $2; }
    | '-' number { $$ = make_operation(parser, EXPRESSION_MINUS, @$, $2, NULL); };
number: NUMBER { $$ = make_number(parser, $1, @$, (struct name){0}); }
    | NUMBER IDENTIFIER { $$ = make_number(parser, $1, @$, $2); }
    | REAL_NUMBER { $$ = make_number(parser, $1, @$, (struct name){0}); }
    | REAL_NUMBER IDENTIFIER { $$ = make_number(parser, $1, @$, $2); }
    | qualified
      { $$ = make_expression(parser, EXPRESSION_NAME, @$);
        $$->reference = make_reference(parser, &$1, NULL, @$); };
expressions: expression { $$ = (struct list){0}; ADD($$, $1); }
    | expressions ',' expression { $$ = $1; ADD($$, $3); };
record_fields: IDENTIFIER ARROW expression ';'
      { $$ = (struct list){0}; ADD($$, make_record_field(parser, $1, $3)); }
    | record_fields IDENTIFIER ARROW expression ';'
      { $$ = $1; ADD($$, make_record_field(parser, $2, $4)); };

/* Names */

qualified: IDENTIFIER { $$ = (struct list){0}; ADD($$, KEEP($1)); }
    | qualified SCOPE IDENTIFIER { $$ = $1; ADD($$, KEEP($3)); };
reference: qualified { $$ = make_reference(parser, &$1, NULL, @$); }
    | qualified '.' IDENTIFIER { $$ = make_reference(parser, &$1, &$3, @$); };
path: IDENTIFIER indices
    { $$ = ARENA_NEW(ARENA, struct path); $$->at = @$; ADD($$->steps, make_step(parser, $1, $2)); }
    | path '.' IDENTIFIER indices
    { $$ = $1; $$->at = @$; ADD($$->steps, make_step(parser, $3, $4)); };
model_path: path
    | '{' IDENTIFIER '}' STARS IDENTIFIER
    {
        $$ = ARENA_NEW(ARENA, struct path);
        $$->annex = $2;
        $$->at = @$;
        ADD($$->steps, make_step(parser, $5, (struct list){0}));
    };
indices: %empty { $$ = (struct list){0}; }
    | indices '[' term ']' { $$ = $1; ADD($$, $3); }
    | indices '[' term DOTS term ']'
      { $$ = $1; ADD($$, make_operation(parser, EXPRESSION_RANGE, @$, $3, $5)); };

/* Property sets */

property_set: PROPERTY SET IDENTIFIER IS { begin_set(parser, $3); } set_items
    END IDENTIFIER ';' { end_named(parser, parser->set->name, $8); };
set_items: %empty %prec END_OF_LIST | set_items set_item;
set_item: property_declaration ';' | WITH imports ';' | annex_of_set | error ';';
annex_of_set: ANNEX IDENTIFIER annex_body ';';
property_declaration: IDENTIFIER ':' property_body
    { $$ = $3; add_property(parser, $3, $1, @$); };
property_body: TYPE type { $$ = make_property(parser, PROPERTY_TYPE, $2, NULL); }
    | CONSTANT type ARROW expression { $$ = make_property(parser, PROPERTY_CONSTANT, $2, $4); }
    | inherit type APPLIES TO owners
    {
        $$ = make_property(parser, PROPERTY_DEFINITION, $2, NULL);
        $$->inherit = $1;
        $$->owners = $5;
    }
    | inherit type ARROW expression APPLIES TO owners
    {
        $$ = make_property(parser, PROPERTY_DEFINITION, $2, $4);
        $$->inherit = $1;
        $$->owners = $7;
    };
inherit: %empty { $$ = false; } | INHERIT { $$ = true; };
type: list_depth plain_type { $$ = make_list_type(parser, $1, $2, @$); };
list_depth: %empty { $$ = 0; } | list_depth LIST OF { $$ = $1 + 1; };
plain_type: AADLBOOLEAN { $$ = make_type(parser, TYPE_BOOLEAN, @$); }
    | AADLSTRING { $$ = make_type(parser, TYPE_STRING, @$); }
    | ENUMERATION '(' name_list ')'
      { $$ = make_type(parser, TYPE_ENUMERATION, @$); $$->literals = $3; }
    | UNITS '(' unit_list ')' { $$ = make_type(parser, TYPE_UNITS, @$); $$->literals = $3; }
    | number_type
    | RANGE OF plain_type { $$ = make_type(parser, TYPE_RANGE, @$); $$->element = $3; }
    | RECORD '(' fields ')' { $$ = make_type(parser, TYPE_RECORD, @$); $$->fields = $3; }
    | CLASSIFIER words_of_owners
      { $$ = make_type(parser, TYPE_CLASSIFIER, @$); $$->owners = $2; }
    | REFERENCE words_of_owners
      { $$ = make_type(parser, TYPE_REFERENCE, @$); $$->owners = $2; }
    | qualified
      { $$ = make_type(parser, TYPE_NAMED, @$);
        $$->named = make_reference(parser, &$1, NULL, @$); };
number_type: AADLINTEGER number_range optional_units
      { $$ = make_number_type(parser, TYPE_INTEGER, $2, $3, @$); }
    | AADLREAL number_range optional_units
      { $$ = make_number_type(parser, TYPE_REAL, $2, $3, @$); };
number_range: %empty { $$ = NULL; }
    | term DOTS term { $$ = make_operation(parser, EXPRESSION_RANGE, @$, $1, $3); };
optional_units: %empty { $$ = NULL; } | UNITS units_of { $$ = $2; };
units_of: qualified
    { $$ = make_type(parser, TYPE_NAMED, @$); $$->named = make_reference(parser, &$1, NULL, @$); }
    | '(' unit_list ')' { $$ = make_type(parser, TYPE_UNITS, @$); $$->literals = $2; };
unit_list: unit { $$ = (struct list){0}; ADD($$, $1); }
    | unit_list ',' unit { $$ = $1; ADD($$, $3); };
unit: IDENTIFIER { $$ = ARENA_NEW(ARENA, struct unit); $$->name = $1; }
    | IDENTIFIER ARROW IDENTIFIER '*' number
    {
        $$ = ARENA_NEW(ARENA, struct unit);
        $$->name = $1;
        $$->base = $3;
        $$->factor = $5;
    };
name_list: names;
names: IDENTIFIER { $$ = (struct list){0}; ADD($$, KEEP($1)); }
    | names ',' IDENTIFIER { $$ = $1; ADD($$, KEEP($3)); };
fields: IDENTIFIER ':' type ';' { $$ = (struct list){0}; ADD($$, make_type_field(parser, $1, $3)); }
    | fields IDENTIFIER ':' type ';' { $$ = $1; ADD($$, make_type_field(parser, $2, $4)); };
words_of_owners: %empty { $$ = (struct list){0}; } | '(' owner_list ')' { $$ = $2; };
owners: '(' owner_list ')' { $$ = $2; } | ALL { $$ = (struct list){0}; ADD($$, "all"); };
owner_list: owner { $$ = (struct list){0}; ADD($$, $1); }
    | owner_list ',' owner { $$ = $1; ADD($$, $3); };
owner: word
    | owner word { $$ = append_word(parser, $1, $2); }
    | '{' IDENTIFIER '}' STARS { $$ = "annex"; }
    | scoped_owner | scoped_owner '.' IDENTIFIER;
scoped_owner: IDENTIFIER SCOPE IDENTIFIER
      { $$ = arena_print(ARENA, "%s::%s", $1.text, $3.text); }
    | scoped_owner SCOPE IDENTIFIER { $$ = arena_print(ARENA, "%s::%s", $1, $3.text); };
word: IDENTIFIER { $$ = $1.key; } | ABSTRACT { $$ = "abstract"; } | ACCESS { $$ = "access"; }
    | ALL { $$ = "all"; } | BUS { $$ = "bus"; } | CLASSIFIER { $$ = "classifier"; }
    | DATA { $$ = "data"; } | DEVICE { $$ = "device"; } | END { $$ = "end"; }
    | EVENT { $$ = "event"; } | FEATURE { $$ = "feature"; } | FLOW { $$ = "flow"; }
    | GROUP { $$ = "group"; } | IMPLEMENTATION { $$ = "implementation"; }
    | MEMORY { $$ = "memory"; } | MODE { $$ = "mode"; } | PACKAGE { $$ = "package"; }
    | PARAMETER { $$ = "parameter"; } | PATH { $$ = "path"; } | PORT { $$ = "port"; }
    | PROCESS { $$ = "process"; } | PROCESSOR { $$ = "processor"; }
    | PROPERTY { $$ = "property"; } | SET { $$ = "set"; } | SINK { $$ = "sink"; }
    | SOURCE { $$ = "source"; } | SUBPROGRAM { $$ = "subprogram"; } | SYSTEM { $$ = "system"; }
    | THREAD { $$ = "thread"; } | TO { $$ = "to"; } | TYPE { $$ = "type"; }
    | VIRTUAL { $$ = "virtual"; };

%%

static struct place join_places(const struct place *first, int count, const struct place *before)
{
    struct place joined = *before;

    if (count == 0) {
        joined.first_line = joined.last_line;
        joined.first_column = joined.last_column;
        return joined;
    }
    joined = first[0];
    joined.last_line = first[count - 1].last_line;
    joined.last_column = first[count - 1].last_column;
    return joined;
}

static bool expects_name(const yysymbol_kind_t *expected, int count)
{
    for (int i = 0; i < count; i++)
        if (expected[i] == YYSYMBOL_IDENTIFIER)
            return true;
    return false;
}

/* "unexpected X; expected A, B or C", C being at most the eighth. */
static int yyreport_syntax_error(const yypcontext_t *context, void *scanner, struct parser *parser)
{
    enum { MAX_EXPECTED = 8 };
    yysymbol_kind_t expected[MAX_EXPECTED];
    yysymbol_kind_t found = yypcontext_token(context);
    const struct place *at = yypcontext_location(context);
    int count = yypcontext_expected_tokens(context, expected, MAX_EXPECTED);
    const char *list = "";

    (void)scanner;
    if (found == YYSYMBOL_GIVE_UP)
        return 0;
    for (int i = 0; i < count; i++)
        list = arena_print(ARENA, "%s%s%s", list, i == 0 ? "" : i == count - 1 ? " or " : ", ",
                           expected[i] == YYSYMBOL_YYEOF ? "the end of the file"
                                                            : yysymbol_name(expected[i]));
    const char *name = yysymbol_name(found);
    if (found == YYSYMBOL_YYEOF)
        name = "the end of the file";
    else if (found == YYSYMBOL_IDENTIFIER)
        name = arena_print(ARENA, "'%s'", parser->word);
    else if (parser->is_word && expects_name(expected, count))
        name = arena_print(ARENA, "'%s', a reserved word", parser->word);
    parser->errors++;
    report_error(&parser->compilation->diagnostics, *at, "unexpected %s%s%s", name,
                 count > 0 ? "; expected " : "; look for a missing ';' or 'end' before it", list);
    if (parser->errors > MAX_SYNTAX_ERRORS)
        parser->given_up = true;
    return 0;
}

/* Called by the generated code for an exhausted stack only. */
static void aadlerror(const struct place *at, void *scanner, struct parser *parser,
                      const char *message)
{
    (void)scanner;
    (void)message;
    report_error(&parser->compilation->diagnostics, *at,
                 "this is nested too deeply; split it up");
}

void parse_source(struct compilation *compilation, const struct source *source)
{
    struct parser parser = {
        .compilation = compilation, .source = source, .line = 1, .column = 1, .word = ""};

    if (aadllex_init_extra(&parser, &parser.scanner) != 0 ||
        aadl_scan_bytes(source->text, (int)source->size, parser.scanner) == NULL) {
        fputs("bulkhead: out of memory\n", stderr);
        exit(5);
    }
    aadlparse(parser.scanner, &parser);
    aadllex_destroy(parser.scanner);
}
