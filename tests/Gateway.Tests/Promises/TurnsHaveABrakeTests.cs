using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Promises;

/// <summary>A model that keeps calling tools is stopped after a number of requests for one message, if the operator sets one.</summary>
public sealed class TurnsHaveABrakeTests
{
    private const string Brake = "limits: { requestsPerTurn: 3 }";

    [Fact]
    public async Task Turn_OfTooManyRequests_IsStoppedInWords_ThatNoClientSendsAgain()
    {
        await using var rig = await ChoreRig.StartAsync(extra: Brake);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(200, await AskAsync(rig, round));
        }

        using var response = await rig.SendAsync(WebUi.Round("Chat", 3), headers: (WebUi.ChatHeader, "c-1"));
        var error = await response.ErrorAsync(400);
        Assert.Equal(("turn_limit_reached", "false"), ((string?)error["code"], response.Header("x-should-retry")));
        var message = (string)error["message"]!;
        Assert.All(
            ["3 times", "Write a new message", "limits.requestsPerTurn"],
            words => Assert.Contains(words, message, StringComparison.Ordinal));
        Assert.Equal(3, rig.Own.Received.Count);
        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal((AnswerEnd.Refused, "turn_limit_reached"), (record.End, record.Error));
    }

    [Fact]
    public async Task NewMessage_BeginsANewTurn_AndSoDoesAnotherChatOrModel()
    {
        await using var rig = await ChoreRig.StartAsync(extra: Brake);
        for (var turn = 1; turn <= 3; turn++)
        {
            for (var round = 0; round < 3; round++)
            {
                Assert.Equal(200, await AskAsync(rig, round, turn));
            }
        }

        Assert.Equal(400, await AskAsync(rig, 2, turns: 3));
        Assert.Equal(200, await AskAsync(rig, 1, turns: 3, chat: "c-2"));
        Assert.Equal(200, await AskAsync(rig, 1, turns: 3, model: "Both"));
        // Also one whose beginning another replica saw.
        Assert.Equal(200, await AskAsync(rig, 1, turns: 4));
    }

    [Fact]
    public async Task Turn_ThatOtherReplicasAnsweredSoFar_IsCountedByItsHistory()
    {
        await using var rig = await ChoreRig.StartAsync(extra: Brake);
        Assert.Equal(200, await AskAsync(rig, 2));
        Assert.Equal(400, await AskAsync(rig, 3));
    }

    [Fact]
    public async Task SameRequest_OfAClientThatShortensItsHistory_IsCountedByItsSession()
    {
        await using var rig = await ChoreRig.StartAsync(extra: Brake);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, await AskAsync(rig, 1));
        }

        Assert.Equal(400, await AskAsync(rig, 1));
    }

    [Fact]
    public async Task Chores_AndRequestsWithoutASession_AreNotCounted()
    {
        await using var rig = await ChoreRig.StartAsync(extra: Brake);
        for (var i = 0; i < 5; i++)
        {
            using var tags = await rig.SendAsync(WebUi.Tags(), headers: (WebUi.ChatHeader, "c-1"));
            using var single = await rig.SendAsync(WebUi.Round("Chat", 9));
            Assert.Equal((200, 200), ((int)tags.StatusCode, (int)single.StatusCode));
        }

        Assert.Equal(200, await AskAsync(rig, 1));
    }

    [Fact]
    public async Task WithoutALimit_NothingIsStopped()
    {
        await using var rig = await ChoreRig.StartAsync();
        Assert.Equal(200, await AskAsync(rig, 100));
    }

    private static async Task<int> AskAsync(ChoreRig rig, int rounds, int turns = 1, string chat = "c-1", string model = "Chat")
    {
        using var response = await rig.SendAsync(WebUi.Round(model, rounds, turns), headers: (WebUi.ChatHeader, chat));
        return (int)response.StatusCode;
    }
}
