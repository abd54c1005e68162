package lexicon

import "strings"

// confusions lists characters that writers take for one another most, by input method or by rule: each is
// offered for every other of its group. Pronouns are not among them: whom a text speaks of is a fact that a model
// seldom knows.
func confusions() map[rune][]rune {
	const groups = `在再 那哪 做作坐座 以已 像象向 既即 又有由 是事式时 吗嘛么 吧把 没每 到道倒 会回 进近尽 因应 须需 带戴代 分份 长常 历厉
声身生 其期起 反返 副付 划化画 和合 记计 交叫 今金 经精 决绝 练炼 利力 连联 名明 拿哪 漂飘 气汽 情请清 权全 荣容 上尚 受授 说所 题提 为位 消销 心新 形型行 性幸
样养 意义 用拥 于与 园圆员 原源 则责 振震 至致 制治 智志 终中 住主 装状 着这 知之 直只 支只 自字 后候 象相想 现先 课刻 克客 定订 度渡 夺躲 费废 风封 复付负 赶敢 感敢
个各 更跟 工功公 够购 故古顾 关管 观官 光广 过国果 还环 号好 很狠 红洪 护户 话画 欢换 活火或获 几己 级急及 级纪 打大达 际季济 加家 价假 检捡 见建件 讲奖 接结节 届界 竟境静 究久 据具
块快 拉啦 了啦 里理 立利 令另 留流 论伦 买卖 满慢 忙茫 门们 密秘 面棉 末未 目木 难南 能人 您你 跑泡 陪赔 品拼 期气 前钱 强墙 轻清 去趣 然燃 认人 任认 如入 伤商 设社 神什 胜剩
师诗 市是 示试 事试 收手 首手 书输 熟属 数树 思死 送颂 随虽岁 太态 谈弹 天添 条跳 听停 通同 头投 完玩 往望 围为 味位 无五 物务 系戏 下夏 险显 线限 向项 小晓 笑效 写谢 信心
许需 学血 训迅 严言 眼演 要药 也夜 医衣 已己 易意 音英 永用 油由 预遇 元员 圆园 远愿 院愿 月越 运云 再在 暂赞 早找 站占 张章 找照 真针 正整 证政 只知 指只 种重 周洲 注住 专转 准准 总种 走做 最罪 昨作`
	out := make(map[rune][]rune)
	for _, group := range strings.Fields(groups) {
		members := []rune(group)
		for _, a := range members {
			for _, b := range members {
				if a != b {
					out[a] = append(out[a], b)
				}
			}
		}
	}
	return out
}

// Confused lists the characters that writers often take for r.
func (c *Chinese) Confused(r rune) []rune { return c.confused[r] }
