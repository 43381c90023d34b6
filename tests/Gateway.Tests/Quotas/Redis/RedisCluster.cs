using System.Globalization;
using Gateway.Configuration;
using Gateway.Tests.Cli;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>Three nodes with a third of the slots each.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;
    private readonly List<RedisServer> _nodes = [];

    public RedisConfig Config => new() { Endpoints = [.. _nodes.Select(n => n.Address)] };

    public static async Task<RedisCluster> StartAsync()
    {
        var cluster = new RedisCluster();
        var ports = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            ports.Add(GatewayProcess.FreePort());
            var node = await RedisServer.StartAsync(null, "--cluster-enabled", "yes", "--cluster-port", $"{ports[i]}");
            cluster._nodes.Add(node);
            await node.SendAsync("CLUSTER", "ADDSLOTSRANGE", $"{Slots * i / 3}", $"{Slots * (i + 1) / 3 - 1}");
            await node.SendAsync("CLUSTER", "MEET", "127.0.0.1", $"{cluster._nodes[0].Port}", $"{ports[0]}");
        }

        foreach (var node in cluster._nodes)
        {
            await node.ShowsAsync("cluster_known_nodes:3", "CLUSTER", "INFO");
            await node.ShowsAsync("cluster_state:ok", "CLUSTER", "INFO");
        }

        return cluster;
    }

    /// <summary>Moves the slot of the counters, as a resharding does: key by key while it is used.</summary>
    public async Task MoveSlotAsync()
    {
        var slot = (await _nodes[0].SendAsync("CLUSTER", "KEYSLOT", "{gw}")).Trim(':', '\r', '\n');
        var owner = int.Parse(slot, CultureInfo.InvariantCulture) * 3 / Slots;
        var (from, to) = (_nodes[owner], _nodes[(owner + 1) % 3]);
        var (fromId, toId) = (await IdAsync(from), await IdAsync(to));
        await to.SendAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", fromId);
        await from.SendAsync("CLUSTER", "SETSLOT", slot, "MIGRATING", toId);
        while (Texts(await from.SendAsync("CLUSTER", "GETKEYSINSLOT", slot, "5")) is { Length: > 0 } keys)
        {
            await from.SendAsync(["MIGRATE", "127.0.0.1", $"{to.Port}", "", "0", "5000", "KEYS", .. keys]);
            // A resharding has more to move, and requests come between its steps.
            await Task.Delay(10);
        }

        foreach (var node in (RedisServer[])[to, from, .. _nodes])
        {
            await node.SendAsync("CLUSTER", "SETSLOT", slot, "NODE", toId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static async Task<string> IdAsync(RedisServer node) => Texts(await node.SendAsync("CLUSTER", "MYID"))[0];

    // The texts of an answer, without the lengths in front of them.
    private static string[] Texts(string answer) =>
        [.. answer.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] is not ('$' or '*'))];
}
