using System.Diagnostics;

namespace Gateway.Simulator.Tests.Served;

public class ClientGoneTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 600_000)]
    public async Task BeforeTheFirstByte_IsSeen(bool hold, int delay)
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Hold = hold, FirstByteDelayMs = delay });
        var socket = await client.SendRawAsync(client.Request(true));
        await client.Backend.NextRequestAsync(Stop);
        var left = Stopwatch.GetTimestamp();
        socket.Dispose();

        Assert.True(await client.Backend.NextClientGoneAsync(Stop) >= left);
        Assert.Equal(1, client.Backend.Served.ClientsGone);
    }

    [Fact]
    public async Task InTheMiddle_IsSeen()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { TokensPerSecond = 0.001, Words = 100 });
        var socket = await client.SendRawAsync(client.Request(true));
        await socket.ReceiveAsync(new byte[64], Stop);
        socket.Dispose();
        await client.Backend.NextClientGoneAsync(Stop);

        Assert.Equal((1, 0), (client.Backend.Served.ClientsGone, client.Backend.Served.Answers));
    }

    [Fact]
    public async Task AfterTheAnswer_IsNoDeparture()
    {
        await using var client = await Client.StartAsync();
        await client.StreamAsync();
        client.Http.Dispose();

        Assert.Equal((0, 1), (client.Backend.Served.ClientsGone, client.Backend.Served.Answers));
    }
}
