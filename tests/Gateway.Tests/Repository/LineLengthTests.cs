using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>
/// Code and comments stay within 140 columns. A literal may be longer where it is data (JSON, YAML, a pattern): breaking it would change
/// it, or hide what it is.
/// </summary>
public sealed partial class LineLengthTests
{
    private const int Most = 140;
    private static readonly string[] s_folders = ["src", "bench", "tests"];

    [Fact]
    public void NoLine_IsLongerThanItsReadersWindow()
    {
        var files = s_folders.SelectMany(Repo.Sources).ToList();
        Assert.True(files.Count > 500);
        Assert.Empty(
            from file in files
            from line in TooLong(File.ReadLines(file))
            select $"{Path.GetRelativePath(Repo.Root, file)}:{line}");
    }

    [Theory]
    [InlineData("x", 140, false)]
    [InlineData("x", 141, true)]
    [InlineData("// ", 139, true)]
    public void Line_IsTooLongFromOneColumnMore(string begin, int length, bool isTooLong) =>
        Assert.Equal(isTooLong, TooLong([begin + new string('y', length - 1)]).Any());

    [Fact]
    public void Literal_MayBeLonger()
    {
        var data = new string('y', 200);
        Assert.Empty(TooLong([$"Read(\"{data}\");", $"Read(\"\"\"{data}\"\"\");", "Read(\"\"\"", data, "    \"\"\");"]));
        Assert.Equal(["2"], TooLong(["Read(\"\");", $"Read(\"a\", {data});"]));
    }

    private static IEnumerable<string> TooLong(IEnumerable<string> lines)
    {
        var isRaw = false;
        foreach (var (i, line) in lines.Index())
        {
            var (text, wasRaw) = (line, isRaw);
            // A literal that ends on another line than it begins.
            isRaw ^= RawQuotes().Count(line) % 2 == 1;
            if (text.Length > Most && !wasRaw && !isRaw)
            {
                text = Literals().Replace(text, "\"\"");
            }

            if (text.Length > Most && !wasRaw)
            {
                yield return $"{i + 1}";
            }
        }
    }

    [GeneratedRegex("\"\"\"+")]
    private static partial Regex RawQuotes();

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(?:[^\"\\\\]|\\\\.|\"\")*\"")]
    private static partial Regex Literals();
}
