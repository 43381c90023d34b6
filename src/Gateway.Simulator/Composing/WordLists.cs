namespace Gateway.Simulator.Composing;

/// <summary>The words of derived answers. Each Chinese one has two characters, which is what one piece holds.</summary>
internal static class WordLists
{
    public static readonly string[] English =
    [
        "amber", "anchor", "apple", "arrow", "basket", "bridge", "candle", "canvas", "carbon", "cedar", "cloud", "copper",
        "crystal", "delta", "desert", "ember", "engine", "feather", "forest", "garden", "granite", "harbor", "hollow", "island",
        "jacket", "kernel", "ladder", "lantern", "marble", "meadow", "mirror", "needle", "ocean", "orbit", "paper", "pebble",
        "quartz", "ribbon", "river", "saddle", "signal", "silver", "summer", "timber", "tunnel", "valley", "velvet", "winter",
    ];

    public static readonly string[] Chinese =
    [
        "山川", "河流", "森林", "海洋", "天空", "大地", "春风", "夏雨", "秋叶", "冬雪", "日出", "月光",
        "星辰", "云彩", "花园", "石头", "木桥", "灯塔", "港口", "道路", "城市", "村庄", "田野", "草原",
        "湖泊", "岛屿", "沙滩", "竹林", "松树", "梅花", "小鸟", "白鹤", "骏马", "游鱼", "书本", "纸张",
        "铅笔", "窗户", "房屋", "钟声", "音乐", "图画", "故事", "朋友", "老师", "工匠", "旅人", "清晨",
    ];
}
