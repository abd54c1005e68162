#!/usr/bin/env python3
"""Makes chat.json: conversations rendered by Jinja itself, tokenised by llama.cpp.

    pip install llama-cpp-python==0.3.36 jinja2==3.1.6
    chat.py MODELS              MODELS is a folder with the GGUF files, named as in assets/catalogue.json

"models" holds conversations in the models' own templates, as token ids; "templates" holds templates
written here, each for something that templates of chat models do, with the text they give.
"""
import ctypes, json, os, sys

import jinja2.sandbox
import llama_cpp as L
from golden import Vocab

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = ["smollm2-135m", "qwen2.5-coder-0.5b", "qwen2.5-coder-1.5b"]

CONVERSATIONS = [
    [("user", "Hello!")],
    [("system", "You write plain English."), ("user", "Shorten this:\n\n  It is what it is.  ")],
    [("user", "\n\nSpaces before and after \n"), ("assistant", "1. One\n2. Two"), ("user", "再来一次，谢谢。🙂")],
    [("system", ""), ("user", ""), ("assistant", " "), ("user", "?")],
]

TEMPLATES = {
    "turns": "{% for m in messages %}[{{ m.role }}:{{ m['content'] }}]{% endfor %}",
    "trim": "{{ bos_token }}{% for m in messages %}<{{ m['role'] | trim }}>{{ m['content'] | trim }}{{ eos_token }}{% endfor %}",
    "blocks on lines": "{% for m in messages %}\n    {% if m.role == 'user' %}\nQ: {{ m.content }}\n    {% else %}\nA: {{ m.content }}\n    {% endif %}\n{% endfor %}\n",
    "spaces before blocks": "a {% if true %} b{% endif %}\n  {% if true %}c\n\t{% endif %}d {# note #}\n  {# note #}\ne{%+ if true %} f{% endif +%}\ng\n  {%+ if true %}h\n{% endif %}\n{{ 'x' }} {% if true -%}  \n i {%- endif %}\n",
    "raw": "{% raw %}\n  {% if %} {{ x }}\n{% endraw %}\n{{ '{% if %}\n' }}\n  {% if '%}' == \"%}\" %}\nyes{% endif %}",
    "dashes": "{%- for m in messages -%}\n  {{- '<' + m.role + '>' -}}\n  {{ m.content }}\n{%- endfor -%}  x",
    "first and last": "{% for m in messages %}{% if loop.first %}^{% endif %}{{ loop.index0 }}/{{ loop.length }}{{ m.role }}{% if not loop.last %},{% else %}${% endif %}{% endfor %}",
    "system apart": "{% if messages[0]['role'] == 'system' %}{% set s = messages[0]['content'] %}{% set rest = messages[1:] %}{% else %}{% set s = 'none' %}{% set rest = messages %}{% endif %}S={{ s }};{% for m in rest %}{{ m.role }}{% endfor %}",
    "namespace": "{% set ns = namespace(last=0, seen=false) %}{% for m in messages %}{% if m.role == 'user' %}{% set ns.last = loop.index0 %}{% set ns.seen = true %}{% endif %}{% endfor %}{{ ns.last }} {{ ns.seen }}",
    "reversed": "{% for m in messages[::-1] %}{{ m.role }} {% endfor %}{{ messages[-1].role }}",
    "string methods": "{% for m in messages %}{{ m.role.upper() }}{{ m.role.startswith('us') }}{{ 'a</t>b'.split('</t>')[-1] }}{{ 'ab'.split('x')[-1].lstrip('a') }}{{ ' x '.strip() }}{{ 'x  '.rstrip() }}{{ 'aXbX'.replace('X', '-') }}{{ 'a,b,c'.split(',', 1)[1] }}|{% endfor %}",
    "tests": "{% if tools is defined and tools is not none %}tools{% endif %}{% if nothing is defined %}no{% endif %}{% if messages[0].content is string %}string{% endif %}{% if messages is iterable %}it{% endif %}{{ 3 in [1, 2, 3] }}{{ 'a' in 'cat' }}{{ 'z' not in 'cat' }}",
    "take turns": "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must take turns') }}{% endif %}{{ m.content }}{% endfor %}",
    "thinking": "{% if enable_thinking is defined and enable_thinking is false %}<think></think>{% endif %}{{ messages | length }}",
    "generation": "{% if add_generation_prompt %}go{% endif %}{{ 'yes' if add_generation_prompt else 'no' }}",
    "macro": "{% macro turn(role, text='-') %}({{ role }} {{ text }}){% endmacro %}{% for m in messages %}{{ turn(m.role, m.content) }}{{ turn(m.role) }}{% endfor %}",
    "numbers": "{% for i in range(3) %}{{ i * 2 + 1 }} {% endfor %}{{ 7 // 2 }} {{ 7 % 3 }} {{ [1, 2] + [3] }} {{ 'a' ~ 1 }}",
    "filters": "{{ messages | map(attribute='role') | join('+') }} {{ messages | selectattr('role', 'equalto', 'user') | list | length }} {{ 'x' | default('y') }} {{ nothing | default('y') }} {{ [3, 1, 2] | sort | first }}",
    "loop control": "{% for m in messages %}{% if m.role == 'system' %}{% continue %}{% endif %}{{ m.role }}{% if loop.index > 2 %}{% break %}{% endif %}{% endfor %}",
}


def refuse(message):
    raise jinja2.TemplateError(message)


def render(env, source, turns, add):
    messages = [{"role": r, "content": c} for r, c in turns]
    return env.from_string(source).render(messages=messages, add_generation_prompt=add, bos_token="<bos>", eos_token="<eos>",
                                          tools=None, documents=None, enable_thinking=False)


def main(models):
    cb = L.llama_log_callback(lambda level, text, data: None)
    L.llama_log_set(cb, ctypes.c_void_p(0))
    env = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
    env.globals["raise_exception"] = refuse
    golden = {"models": {}, "templates": []}
    for name in MODELS:
        v = Vocab(os.path.join(models, name + ".gguf"))
        buf = ctypes.create_string_buffer(1 << 16)
        assert L.llama_model_meta_val_str(v.model, b"tokenizer.chat_template", buf, len(buf)) > 0
        source = buf.value.decode()
        golden["models"][name] = [{"messages": c, "add": add, "ids": v.tokens(render(env, source, c, add), special=True, bos=False)}
                                  for c in CONVERSATIONS for add in (False, True)]
    for name, source in TEMPLATES.items():
        for c in CONVERSATIONS[:3]:
            try:
                text, refused = render(env, source, c, True), ""
            except jinja2.TemplateError as e:
                text, refused = "", str(e)
            golden["templates"].append({"name": name, "template": source, "messages": c, "text": text, "refused": refused})
    with open(os.path.join(HERE, "chat.json"), "w") as f:
        line = lambda x: json.dumps(x, ensure_ascii=False)
        models = ",\n".join(f" {line(m)}: [\n  " + ",\n  ".join(map(line, cases)) + "\n ]" for m, cases in golden["models"].items())
        f.write('{"models": {\n' + models + '\n},\n"templates": [\n ' + ",\n ".join(map(line, golden["templates"])) + "\n]}\n")


main(sys.argv[1])
