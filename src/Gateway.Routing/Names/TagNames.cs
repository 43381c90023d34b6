using System.Collections.Frozen;
using Gateway.Routing.Models;

namespace Gateway.Routing.Names;

/// <summary>The names by which clients ask for tags and types, in English and Chinese; case does not matter.</summary>
public static class TagNames
{
    /// <summary>The name for a choice by the content of the request.</summary>
    public const string Auto = "auto";

    // The first name of each is the one shown.
    private static readonly (Tag Tag, string[] Names)[] Tags =
    [
        (Tag.Chat, ["Chat", "对话", "聊天"]),
        (Tag.Coder, ["Coder", "编程", "代码"]),
        (Tag.Math, ["Math", "数学"]),
        (Tag.Reasoning, ["Reasoning", "推理"]),
        (Tag.Vision, ["Vision", "视觉"]),
        (Tag.Tools, ["Tools", "工具"]),
        (Tag.FIM, ["FIM", "补全"]),
        (Tag.Audio, ["Audio", "音频"]),
    ];

    private static readonly (ModelType Type, string[] Names)[] Types =
    [
        (ModelType.Embedding, ["Embedding", "嵌入", "向量"]),
        (ModelType.Rerank, ["Rerank", "重排序", "重排"]),
        (ModelType.Image, ["Image", "生图", "图像"]),
        (ModelType.Speech, ["Speech", "语音", "语音合成"]),
        (ModelType.Transcription, ["Transcription", "转写", "语音识别"]),
        (ModelType.Video, ["Video", "视频"]),
    ];

    private static readonly FrozenDictionary<string, Tag> TagOf =
        Tags.SelectMany(t => t.Names.Select(n => (n, t.Tag))).ToFrozenDictionary(x => x.n, x => x.Tag, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Tag>.AlternateLookup<ReadOnlySpan<char>> TagLookup =
        TagOf.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every tag with its names, in the order in which they are shown.</summary>
    public static IEnumerable<(Tag Tag, IReadOnlyList<string> Names)> AllTags => Tags.Select(t => (t.Tag, (IReadOnlyList<string>)t.Names));

    /// <summary>Every type that clients ask for by name; <see cref="ModelType.Chat"/> is asked for as a tag.</summary>
    public static IEnumerable<(ModelType Type, IReadOnlyList<string> Names)> AllTypes =>
        Types.Select(t => (t.Type, (IReadOnlyList<string>)t.Names));

    /// <summary>Gets the shown name of a type.</summary>
    /// <param name="type">A type that clients ask for by name.</param>
    public static string NameOf(ModelType type) => Types.First(t => t.Type == type).Names[0];

    /// <summary>Finds the tag with a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="tag">The tag.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryTag(ReadOnlySpan<char> name, out Tag tag) => TagLookup.TryGetValue(name, out tag);

    /// <summary>Finds the tag of the first name that is one; <see cref="Tag.None"/> when none is.</summary>
    /// <param name="names">The names.</param>
    public static Tag OfAny(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (TryTag(name, out var tag))
            {
                return tag;
            }
        }

        return Tag.None;
    }

    /// <summary>Finds the type with a name, as a client filters by it.</summary>
    /// <param name="name">The name; <c>chat</c> is one too.</param>
    /// <param name="type">The type.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryType(string name, out ModelType type)
    {
        foreach (var (known, names) in Types)
        {
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                type = known;
                return true;
            }
        }

        type = ModelType.Chat;
        return name.Equals("chat", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Joins the shown names of the tags in a set with <c>+</c>; empty for none.</summary>
    /// <param name="tags">The set.</param>
    public static string Join(Tag tags) => string.Join('+', List(tags));

    /// <summary>Lists the shown names of the tags in a set.</summary>
    /// <param name="tags">The set.</param>
    public static IEnumerable<string> List(Tag tags) => Tags.Where(t => (tags & t.Tag) != 0).Select(t => t.Names[0]);
}
