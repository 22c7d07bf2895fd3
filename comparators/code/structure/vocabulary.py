"""What each kind of syntax node means to ``code-structure``: one vocabulary for all grammars.

A node has a *shape*: a word such as ``loop``, ``if``, ``call`` under which forms that do the same are one (``for``,
``while``, ``do``; ``if``, ``? :``, a case of a switch; ``x++``, ``x += 1``). Rules go by the names of node types, which
the grammars used here choose alike; ``tests/code/test_structure_reading.py`` has an example of each language.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

Role = Literal["through", "skip", "node", "name", "sign"]
Form = Literal["", "loop", "binary", "call", "if"]

_SKIP = re.compile(
    r"comment|marginalia|^(?:import|package|using|include|use)_|^(?:import|future_import)|preproc_include|"
    r"^package_(?:header|clause)|annotation$|^attribute_(?:list|item|declaration|specifier)$|^decorator$|^modifiers?$|"
    r"_modifiers?$|^storage_class_specifier$|^type_qualifier$|^access_specifier$|^(?:escape_sequence|string_content|"
    r"string_fragment|string_start|string_end|interpolation_quote|string_literal_content|character_escape_seq)$|"
    r"^(?:namespace|extern)_use|^php_tag$|^shebang|hash_bang|^dollar_quote$|^use_declaration$|^inner_attribute"
)
_BLOCK = re.compile(
    r"^(?:program|translation_unit|source_file|module|chunk|compilation_unit|script_file|block|compound_statement|"
    r"statement_block|statement_list|statements|class_body|enum_body|enum_class_body|interface_body|annotation_type_body|"
    r"enum_body_declarations|constructor_body|function_body|declaration_list|field_declaration_list|colon_block|"
    r"control_structure_body|switch_block|switch_body|match_block|do_group|class_static_block|section|"
    r"switch_block_statement_group|unsafe_block|subshell|accessor_list)$"
)
_THROUGH = re.compile(
    r"^(?:ERROR|parenthesized_expression|argument_list|arguments|value_arguments|value_argument|argument|"
    r"bracketed_argument_list|expression_statement|expression_list|formal_parameters|parameter_list|parameters|"
    r"function_value_parameters|switch_label|condition_clause|else_clause|else_statement|variable_list|term|"
    r"function_declarator|arrow_expression_clause|equals_value_clause|when_subject|statement|keyword_\w+|"
    r"initializer_list|list|tuple|scoped_type_identifier|scoped_identifier|qualified_name|qualified_identifier|"
    r"object_reference|field|user_type|template_type|for_clause|string_literal|string|concatenated_string|"
    r"parenthesized_declarator|condition|interpolation)$"
)
_SHAPES: tuple[tuple[str, str], ...] = (
    ("loop", r"^(?:for|while|do|do_while|enhanced_for|foreach|for_in|for_of|for_range|repeat|c_style_for|until|loop)_"
             r"(?:statement|expression|loop)$|^for_(?:numeric|generic)_clause$"),
    ("if", r"^(?:if_(?:statement|expression)|elif_clause|else_if_clause|elseif_statement|conditional_expression|"
           r"ternary_expression|match_conditional_expression|case_statement|case_clause|case_item|switch_case|"
           r"expression_case|type_case|switch_section|switch_rule|match_arm|when_entry|switch_expression_arm|"
           r"if_clause|guard_statement|switch_group)$"),
    ("switch", r"^(?:switch_(?:statement|expression)|expression_switch_statement|type_switch_statement|"
               r"match_(?:statement|expression)|when_expression)$"),
    ("call", r"^(?:method_invocation|call_expression|call|invocation_expression|function_call|command|"
             r"(?:function|member|nullsafe_member|scoped)_call_expression|macro_invocation|explicit_constructor_invocation)$"),
    ("new", r"^(?:object_creation_expression|new_expression|implicit_object_creation_expression|"
            r"array_creation_expression|composite_literal|struct_expression)$"),
    ("member", r"^(?:field_access|member_expression|member_access_expression|attribute|field_expression|"
               r"selector_expression|dot_index_expression|method_index_expression|navigation_expression|"
               r"nullsafe_member_access_expression|conditional_access_expression|scoped_property_access_expression)$"),
    ("index", r"^(?:array_access|subscript_expression|subscript|element_access_expression|index_expression|"
              r"bracket_index_expression)$"),
    ("assign", r"^(?:assignment_expression|assignment|assignment_statement|variable_assignment|"
               r"reference_assignment_expression|short_var_declaration)$"),
    ("change", r"^(?:augmented_assignment|augmented_assignment_expression|update_expression|compound_assignment_expr|"
               r"inc_statement|dec_statement|postfix_unary_expression|prefix_increment)$"),
    ("binary", r"^(?:binary_expression|binary_operator|boolean_operator|comparison_operator|infix_expression|"
               r"conjunction_expression|disjunction_expression|equality_expression|additive_expression)$"),
    ("unary", r"^(?:unary_expression|unary_operator|not_operator|prefix_unary_expression|unary_op_expression|"
              r"prefix_expression)$"),
    ("declare", r"^(?:local_variable_declaration|variable_declaration|lexical_declaration|local_declaration_statement|"
                r"let_declaration|property_declaration|var_declaration|declaration|field_declaration)$"),
    ("default", r"^(?:default_case|default_statement|switch_default|match_default_expression)$"),
    ("return", r"^return_(?:statement|expression)$"),
    ("break", r"^break_(?:statement|expression)$"),
    ("continue", r"^continue_(?:statement|expression)$"),
    ("throw", r"^(?:throw_statement|raise_statement|throw_expression)$"),
    ("lambda", r"^(?:lambda_expression|lambda|arrow_function|function_expression|anonymous_function|func_literal|"
               r"closure_expression|lambda_literal|anonymous_method_expression|anonymous_function_creation_expression)$"),
    ("function", r"^(?:method_declaration|constructor_declaration|function_definition|function_declaration|"
                 r"method_definition|function_item|local_function_statement|generator_function_declaration|"
                 r"destructor_declaration|secondary_constructor|create_function|create_procedure|create_trigger)$"),
    ("number", r"^(?:\w*integer\w*|float|number|number_literal|\w*floating\w*literal|real_literal|float_literal|"
               r"imaginary_literal|int_literal)$"),
    ("text", r"^(?:string_literal|string|char_literal|character_literal|template_string|interpreted_string_literal|"
             r"raw_string_literal|rune_literal|verbatim_string_literal|interpolated_string_expression|encapsed_string|"
             r"raw_string|multiline_string_literal|line_string_literal|heredoc)$"),
)  # fmt: skip
_COMPILED = tuple((shape, re.compile(rule)) for shape, rule in _SHAPES)
_CLOSED = frozenset({"loop", "if", "switch", "function", "lambda", "try"})
_CLOSING = re.compile(r"(?:_statement|_declaration|_definition|_item|_specifier)$")
_STATEMENT = re.compile(
    r"_statement$|^(?:elif_clause|else_clause|else_if_clause|catch_clause|except_clause|finally_clause|catch_block|"
    r"finally_block|case_clause|match_arm|when_entry|expression_case|type_case|default_case|switch_case|switch_default|"
    r"switch_section|switch_rule|case_item|switch_label)$"
)
_UNIT = re.compile(
    r"^(?:method_declaration|constructor_declaration|compact_constructor_declaration|destructor_declaration|"
    r"operator_declaration|conversion_operator_declaration|accessor_declaration|local_function_statement|"
    r"function_definition|function_declaration|generator_function_declaration|method_definition|function_item|"
    r"secondary_constructor|create_function|create_procedure|create_trigger|static_initializer|anonymous_initializer)$"
)
_UNNAMED = re.compile(r"^(?:function_expression|arrow_function|generator_function|function_definition|func_literal)$")
NAMING = frozenset(
    ["variable_declarator", "assignment_expression", "assignment_statement", "expression_list", "pair", "field",
     "field_definition", "public_field_definition", "short_var_declaration"]
)  # fmt: skip
_NAME = re.compile(r"identifier$|^(?:name|variable_name|word|special_variable_name|label_name|primitive_type)$")
_SIGN = re.compile(r"^[-+*/%&|^!=<>~?]+$|^(?:and|or|not|in|is|instanceof|xor)$")
SAME_SIGN = {
    ">": "<", ">=": "<=", "+=": "+", "-=": "-", "*=": "*", "/=": "/", "%=": "%", "&=": "&", "|=": "|", "^=": "^",
    "<<=": "<<", ">>=": ">>", "++": "+", "--": "-", "and": "&&", "or": "||", "not": "!", "===": "==", "!==": "!=",
    "<>": "!=", "is": "==", "~=": "!=", ">>>": ">>",
}  # fmt: skip
COMPOUND = frozenset(sign for sign in SAME_SIGN if sign.endswith("=") and sign[0] in "+-*/%&|^<>") - {"<=", ">="}
TWO_WAYS = frozenset(
    ["if_statement", "if_expression", "conditional_expression", "ternary_expression"]
)  # whose branches are put in one order
UNWRAPPING = frozenset(
    [
        b"get",
        b"intValue",
        b"longValue",
        b"doubleValue",
        b"floatValue",
        b"booleanValue",
        b"charValue",
        b"getAsInt",
        b"getAsLong",
        b"getAsDouble",
        b"orElseThrow",
        b"unwrap",
        b"Value",
        b"value",
    ]
)  # without arguments: what is wrapped
WRAPPING = frozenset([b"of", b"ofNullable", b"valueOf", b"just", b"Some", b"Just"])  # of one argument: that argument
SWAPPED = frozenset({">", ">="})
COMMUTATIVE = frozenset({"+", "*", "==", "!=", "&&", "||", "&", "|", "^", "and", "or", "===", "!=="})
SILENT = frozenset({"=", ":=", "->", "=>", "?", "??"})


@cache
def number(word: str) -> int:
    """Number of a shape or sign, 1 to 2^32 - 1: a digest, so that it is the same in every file and run."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big") or 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """``says``: numbers that the node puts into the stream; ``closes``: one more after its children, 0 for none.

    ``context``: what names and numbers below it stand in. ``unit``: 2 a function; 1 one if it is given a name.
    """

    role: Role
    says: tuple[int, ...] = ()
    closes: int = 0
    context: int = 0
    statement: bool = False
    block: bool = False
    unit: int = 0
    form: Form = ""


SKIP, THROUGH = Meaning("skip"), Meaning("through")
NAME = Meaning("name")


@cache
def meaning(type_: str, named: bool) -> Meaning:
    """What nodes of a type mean. ``named``: as grammars tell nodes of rules from signs and keywords."""
    if not named:
        if not _SIGN.match(type_) or type_ in SILENT:
            return SKIP
        sign = SAME_SIGN.get(type_, type_)
        says = (
            ("binary", sign, "number") if type_ in ("++", "--") else ("binary", sign) if type_ in COMPOUND else (sign,)
        )
        return Meaning("sign", tuple(map(number, says)))
    if _SKIP.search(type_):
        return SKIP
    if type_ == "switch_block_statement_group":  # Java: the statements of one case
        return Meaning("node", (number("if"),), number("/if"), number("if"), block=True)
    if _BLOCK.match(type_):
        return Meaning("through", block=True)
    if _NAME.search(type_):
        return NAME
    shape = next((shape for shape, rule in _COMPILED if rule.match(type_)), "")
    statement = bool(_STATEMENT.search(type_))
    unit = 2 if _UNIT.match(type_) else 1 if _UNNAMED.match(type_) else 0
    if not shape and _THROUGH.match(type_):
        return Meaning("through", statement=statement and type_ != "expression_statement")
    says = ("assign" if shape == "change" else shape or type_,)
    closes = shape in _CLOSED or (not shape and bool(_CLOSING.search(type_)))
    form: Form = "binary" if shape in ("binary", "change") else ""
    if shape == "call" or (shape == "if" and type_ in TWO_WAYS):
        form = shape  # type: ignore[assignment]  # both words are forms
    if shape == "loop" and not type_.endswith("_clause"):
        form = "loop"
    word = says[0]
    return Meaning(
        "node", tuple(map(number, says)), number(f"/{word}") if closes else 0, number(word), statement, False, unit,
        form,
    )  # fmt: skip
