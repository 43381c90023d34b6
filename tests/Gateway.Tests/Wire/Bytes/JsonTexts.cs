using CsCheck;

namespace Gateway.Tests.Wire.Bytes;

/// <summary>Generates JSON texts with white space, escapes, numbers of every form, and nesting.</summary>
internal static class JsonTexts
{
    private static readonly Gen<string> Space = Gen.Frequency((6, ""), (1, " "), (1, "\n\t"), (1, "\r\n  "));

    private static readonly Gen<string> Text =
        Gen.OneOf("", "a", "model", "模型", "\U0001F600", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00", "{", "]", ",", "\\/", " ")
        .Array[0, 4].Select(parts => "\"" + string.Concat(parts) + "\"");

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Text, Gen.OneOf("0", "-0", "12", "-1.5", "1e5", "1E+10", "0.25e-3", "true", "false", "null"));

    public static Gen<string> Value { get; } = Gen.Recursive<string>((depth, value) => depth > 3
        ? Scalar
        : Gen.OneOf(
            Scalar, Scalar, ObjectOf(value),
            value.Array[0, 3].Select(Space, (items, s) => "[" + s + string.Join("," + s, items) + s + "]")));

    public static Gen<string> Object { get; } = ObjectOf(Value);

    private static Gen<string> ObjectOf(Gen<string> value) =>
        Gen.Select(Text, value).Array[0, 3].Select(Space, (members, s) =>
            "{" + s + string.Join("," + s, members.Select(m => m.Item1 + s + ":" + s + m.Item2)) + s + "}");
}
