using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>The project explains itself: no text refers by number to a list that its reader does not have.</summary>
public sealed partial class CitationsTests
{
    private static readonly string[] s_folders = ["src", "tests", "docs", "bench", "deploy"];
    private static readonly string[] s_pages = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"];

    [Fact]
    public void Nothing_CitesAListThatItsReaderDoesNotHave()
    {
        var files = s_folders
            .SelectMany(Repo.Sources)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repo.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(s_pages.Append("bench/README.md").Append("deploy/README.md").Select(p => Path.Combine(Repo.Root, p)))
            .Where(f => Path.GetFileName(f) != $"{nameof(CitationsTests)}.cs")
            .ToList();
        Assert.True(files.Count > 500);
        Assert.Empty(
            from file in files
            from line in File.ReadLines(file).Index()
            where Citation().IsMatch(line.Item)
            select $"{Path.GetRelativePath(Repo.Root, file)}:{line.Index + 1}: {line.Item.Trim()}");
    }

    [Theory]
    [InlineData("public void Number8_Json_IsRefused()", true)]
    [InlineData("It is settled (pains 2 and 4).", true)]
    [InlineData("One path, see issue 18.", true)]
    [InlineData("See issue #18.", true)]
    [InlineData("Reliability 11: the gateway does not start", true)]
    [InlineData("RFC 9110 and ADR 44 can be read.", false)]
    [InlineData("A number of 8 is a number.", false)]
    public void Citation_IsToldFromWhatCanBeRead(string line, bool isOne) => Assert.Equal(isOne, Citation().IsMatch(line));

    [GeneratedRegex(@"number\d+_|\bpains? \d|\bissues? #?\d|\breliability \d", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Citation();
}
