using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Runtime;
using Gateway.Telemetry;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Runtime;

/// <summary>The reservation for a request is learned from the answers of its model on its backend.</summary>
public sealed class LearnedUsageTests
{
    private readonly LearnedUsage _learned = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    [InlineData(1, 1)]
    [InlineData(1000, 550)]
    [InlineData(1001, 551)]
    public void Prompt_OfAModelThatIsNotKnown_IsHalfATokenForAByteAndATenthMore(long bytes, long tokens) =>
        Assert.Equal(tokens, _learned.PromptUpperBound(Model("new"), bytes));

    [Fact]
    public void Prompt_BelowTwentySamples_IsAsOfAModelThatIsNotKnown()
    {
        Learn(Model("m"), RecentValues.Enough - 1, 1000, 200, 10);
        Assert.Equal((550, LearnedUsage.DefaultOutput), (_learned.PromptUpperBound(Model("m"), 1000), _learned.OutputP95(Model("m"))));
        Learn(Model("m"), 1, 1000, 200, 10);
        Assert.Equal((220, 10L), (_learned.PromptUpperBound(Model("m"), 1000), _learned.OutputP95(Model("m"))));
    }

    [Fact]
    public void Prompt_IsByWhat99Of100HadAndATenthMore()
    {
        Learn(Model("m"), 98, 1000, 200, 10);
        Learn(Model("m"), 2, 1000, 400, 10);
        Assert.Equal(440, _learned.PromptUpperBound(Model("m"), 1000));
        // The first of the two that were long has fallen out of the last hundred, and one in a hundred is left alone.
        Learn(Model("m"), 99, 1000, 200, 10);
        Assert.Equal(220, _learned.PromptUpperBound(Model("m"), 1000));
    }

    [Fact]
    public void Prompt_WhateverWasLearned_IsNeverMoreThanItsBytes()
    {
        Learn(Model("m"), 100, 300, TokenUsage.MaxCount, 10);
        Assert.Equal(1000, _learned.PromptUpperBound(Model("m"), 1000));
        Assert.True(_learned.PromptUpperBound(Model("m"), long.MaxValue) > 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(LearnedUsage.LeastBytes - 1)]
    public void Prompt_OfNextToNoText_TeachesNothing(long bytes)
    {
        Learn(Model("m"), 100, bytes, 500, 10);
        Assert.Equal(550, _learned.PromptUpperBound(Model("m"), 1000));
        Assert.Equal(10, _learned.OutputP95(Model("m")));
    }

    [Fact]
    public void Figures_ThatNobodyTold_TeachNothing()
    {
        for (var i = 0; i < 100; i++)
        {
            _learned.Learn(Model("m"), 1000, default);
        }

        Assert.Equal((550, LearnedUsage.DefaultOutput), (_learned.PromptUpperBound(Model("m"), 1000), _learned.OutputP95(Model("m"))));
    }

    [Fact]
    public void Output_IsByWhat95Of100StayWithin()
    {
        for (var output = 1; output <= 100; output++)
        {
            Learn(Model("m"), 1, 1000, 200, output);
        }

        Assert.Equal(95, _learned.OutputP95(Model("m")));
    }

    // Another candidate of the same names is what a reload makes.
    [Fact]
    public void Models_AreToldApartByTheirNames()
    {
        Learn(Model("m"), 100, 1000, 200, 10);
        Assert.Equal(220, _learned.PromptUpperBound(Model("m"), 1000));
        Assert.Equal(550, _learned.PromptUpperBound(Model("m", "other"), 1000));
        Assert.Equal(550, _learned.PromptUpperBound(Model("n"), 1000));
    }

    [Fact]
    public void Models_BeyondAnyNumber_TakeNoMemory()
    {
        for (var i = 0; i < LearnedUsage.MaxModels; i++)
        {
            Learn(Model($"m{i}"), 1, 1000, 200, 10);
        }

        Learn(Model("one more"), 100, 1000, 200, 10);
        Learn(Model("m1"), 100, 1000, 200, 10);
        Assert.Equal((LearnedUsage.DefaultOutput, 10L), (_learned.OutputP95(Model("one more")), _learned.OutputP95(Model("m1"))));
    }

    [Fact]
    public async Task Samples_OfManyThreads_AreAllTaken()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Learn(Model("m"), 10_000, 1000, 200, 10))));
        Assert.Equal((220, 10L), (_learned.PromptUpperBound(Model("m"), 1000), _learned.OutputP95(Model("m"))));
    }

    [Fact]
    public void Sample_OfAKnownModel_AllocatesNothing()
    {
        var model = Model("m");
        Learn(model, 200, 1000, 200, 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Learn(model, 200, 1000, 200, 10);
        var bound = _learned.PromptUpperBound(model, 1000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((220, 0), (bound, allocated));
    }

    private void Learn(Candidate model, int times, long bytes, int prompt, int output)
    {
        for (var i = 0; i < times; i++)
        {
            _learned.Learn(model, bytes, new TokenUsage { Prompt = prompt, Output = output });
        }
    }

    private static Candidate Model(string name, string backend = "b") => new(
        new ModelCard
        {
            Backend = backend,
            Model = name,
            Type = ModelType.Chat,
            Tags = new CardTags(Tag.None, Tag.None, Tag.None, Tag.None),
            Meets = Demand.None,
            Lacks = Demand.None,
            IsLocal = true,
            IsCloud = false,
        },
        new BackendLoad(),
        new ModelState(TimeProvider.System));
}
