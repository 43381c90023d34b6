using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>
/// The map of rooms in docs/architecture.md is true: each room is on it, in an order in which it only needs those above it.
/// </summary>
public sealed partial class RoomsTests
{
    private const string Page = "docs/architecture.md";

    private static readonly List<(string Room, string[] Needs)> s_map =
    [
        .. Row().Matches(Repo.Text(Page)).Select(
            static m => (m.Groups[1].Value, Name().Matches(m.Groups[2].Value).Select(static n => n.Groups[1].Value).ToArray())),
    ];

    private static readonly FolderGraph s_graph = new("src");

    // A library is one room, and so is each folder of the host. The simulator is a program of its own.
    private static string? RoomOf(string folder) => folder.Split('/') switch
    {
        ["Gateway.Simulator", ..] => null,
        ["Gateway"] => null,
        ["Gateway", var room, ..] => room,
        var parts => parts[0],
    };

    [Fact]
    public void EveryRoom_IsOnTheMap() =>
        Assert.Equal(
            s_graph.Folders.Where(static f => f.Length > 0).Select(RoomOf).OfType<string>().Distinct().Order(StringComparer.Ordinal),
            s_map.Select(static r => r.Room).Order(StringComparer.Ordinal));

    [Fact]
    public void Room_NeedsThoseThatTheMapNames()
    {
        var needs = s_graph.Edges
            .Select(static e => (From: RoomOf(e.From), To: RoomOf(e.To)))
            .Where(static e => e.From is not null && e.To is not null && e.From != e.To)
            .Distinct()
            .ToLookup(static e => e.From!, static e => e.To!);
        var order = s_map.Select(static r => r.Room).ToList();
        Assert.Equal(
            string.Join('\n', s_map.Select(static r => $"{r.Room}: {string.Join(", ", r.Needs)}")),
            string.Join('\n', order.Select(room => $"{room}: {string.Join(", ", needs[room].OrderBy(order.IndexOf))}")));
    }

    [Fact]
    public void Room_NeedsOnlyThoseAboveIt() =>
        Assert.Empty(
            from row in s_map.Index()
            from need in row.Item.Needs
            where s_map.FindIndex(r => r.Room == need) >= row.Index
            select $"{row.Item.Room} needs {need}, which stands below it");

    [GeneratedRegex(@"^\| `([\w.]+)` \|[^|\n]*\|([^|\n]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
