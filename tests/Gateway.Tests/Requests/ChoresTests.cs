using System.Text;
using Gateway.Requests;
using Gateway.Tests.Hosting;
using Gateway.Wire.Heads;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Requests;

/// <summary>Headers and form tell whether a person waits for a request's answer.</summary>
public sealed class ChoresTests
{
    public static TheoryData<string, bool> Forms() => new()
    {
        { WebUi.Title(), true },
        { WebUi.Tags(), true },
        { WebUi.FollowUps(), true },
        { WebUi.Body("Chat", WebUi.Message("user", "### Task:\r\nSum up the chat history.")), true },
        { """{"model":"Chat","messages":[{"content":[{"type":"text","text":"### Task:\nSum up.\n<chat_history>\n"}],"role":"user"}]}""",
        true },
        // The chat's own answer waits for these.
        { WebUi.Queries(), false },
        { WebUi.ImagePrompt(), false },
        { WebUi.WithDocuments(), false },
        { WebUi.Chat(stream: false), false },
        // What a person, or a person's script, may write.
        { WebUi.Body("Chat", WebUi.Message("user", "### Task:\nWrite an essay about the sea.")), false },
        { WebUi.Body("Chat", WebUi.Message("user", "### Task: sum up the chat history")), false },
        { WebUi.Body("Chat", WebUi.Message("user", "Please do the ### Task:\n<chat_history>")), false },
        { WebUi.Title().Replace("\"stream\":false", "\"stream\":true", StringComparison.Ordinal), false },
        { WebUi.Title().Replace("\"role\":\"user\"", "\"role\":\"system\"", StringComparison.Ordinal), false },
        { WebUi.Title()[..^1] + ""","tools":[{"type":"function","function":{"name":"f"}}]}""", false },
        { WebUi.Body("Chat", [WebUi.Message("user", "### Task:\nSum up.\n<chat_history>"), WebUi.Message("user", "And now?")]), false },
        { WebUi.Body("Chat", [WebUi.Message("user", "hi"), WebUi.Message("user", "### Task:\nSum up.\n<chat_history>")]), false },
        // Titles of other clients, streamed or not.
        { WebUi.Body(
            "Chat", [WebUi.Message("system", "You are a title generator. Write nothing else."), WebUi.Message("user", "hi")], stream: true),
            true },
        { WebUi.Body(
            "Chat",
            [WebUi.Message("system", "You are a professional conversation summarizer. Generate a concise title here."),
            WebUi.Message("user", "hi")]), true },
        { WebUi.Body("Chat", WebUi.Message("user", "Provide a concise, 5-word-or-less title for the conversation, please.")), true },
        { WebUi.Body(
            "Chat",
            [WebUi.Message("system", "You are an assistant skilled in conversation. You need to summarize the user's talk."),
            WebUi.Message("user", "hi")]), true },
        { WebUi.Body("Chat", [WebUi.Message("system", "You are a title generator too, among other things."), WebUi.Message("user", "hi")]),
        false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Form_OfAChore_IsKnown_AndOfAPersonsRequestIsNot(string body, bool isChore)
    {
        Assert.Equal(isChore, Is(body));
        Assert.False(Is(body, byForm: false));
    }

    [Theory]
    [InlineData("title_generation", true)]
    [InlineData("follow_up_generation", true)]
    [InlineData("tags_generation", true)]
    [InlineData("emoji_generation", true)]
    [InlineData("autocomplete_generation", true)]
    [InlineData(" Title_Generation ", true)]
    [InlineData("query_generation", false)]
    [InlineData("image_prompt_generation", false)]
    [InlineData("function_calling", false)]
    [InlineData("moa_response_generation", false)]
    [InlineData("", false)]
    [InlineData("{{TASK}}", false)]
    public void Task_ThatOpenWebUiNames_IsAChoreUnlessAnAnswerWaitsForIt(string task, bool isChore) =>
        Assert.Equal(isChore, Is(WebUi.Chat(), byForm: false, (WebUi.TaskHeader, task)));

    [Fact]
    public void Task_ThatAnAnswerWaitsFor_IsNoneWhateverItsForm() =>
        Assert.False(Is(WebUi.Tags(), byForm: true, (WebUi.TaskHeader, "query_generation")));

    [Fact]
    public void Task_ThatIsNotKnown_IsTakenByItsForm()
    {
        Assert.True(Is(WebUi.Tags(), byForm: true, (WebUi.TaskHeader, "memory_generation")));
        Assert.False(Is(WebUi.Chat(), byForm: true, (WebUi.TaskHeader, "memory_generation")));
    }

    [Fact]
    public void Task_WithoutWordsOfAChat_IsAChoreWhereItIsOpenWebUis()
    {
        var body = WebUi.Body("Chat", WebUi.Message("user", "### Task:\nName this talk."));
        Assert.False(Is(body));
        Assert.True(Is(body, byForm: true, (WebUi.ChatHeader, "c-1")));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    public void Word_OfAnyClient_CountsBeforeAllElse(string word, bool isChore)
    {
        Assert.Equal(isChore, Is(WebUi.Chat(), byForm: true, (Chores.Header, word)));
        Assert.Equal(isChore, Is(WebUi.Title(), byForm: true, (Chores.Header, word), (WebUi.TaskHeader, "title_generation")));
    }

    [Fact]
    public void Marks_OfWhatIsWaitedFor_InTheChatItself_DoNotCount()
    {
        var title = WebUi.Title().Replace("ASSISTANT: hello", "ASSISTANT: { \\\"queries\\\": [] } <context>", StringComparison.Ordinal);
        Assert.True(Is(title));
    }

    private static bool Is(string body, bool byForm = true, params (string Name, string Value)[] headers)
    {
        var head = new RequestHead();
        Assert.Null(RequestHeadReader.Read(Encoding.UTF8.GetBytes(body), head));
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = value;
        }

        return Chores.Is(dictionary, head, byForm);
    }
}
